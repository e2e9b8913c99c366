import type { Campaign } from '@sms-crm/contracts/campaigns';
import { Bubble } from '../campaigns/bubble.tsx';
import { withFooter } from '../campaigns/composer/footer.ts';
import { useSession } from '../session/session-context.tsx';
import { Card } from '../ui/card.tsx';

/** The text as it was written, with what is added for somebody who gets a first one. */
export function SentText({ campaign }: { campaign: Campaign }) {
  const { brandName } = useSession().tenant;
  const choice = campaign.kind === 'campaign-marketing' ? campaign : { addBrand: false, addOptOut: false };
  const body = withFooter(campaign.template, choice, brandName);
  const later = withFooter(campaign.template, { ...choice, addOptOut: false }, brandName);
  return (
    <Card title="The text">
      <Bubble body={body} />
      {body !== later && (
        <p className="mt-3 text-sm text-soft">
          The last line is left out for whoever was told in the last 30 days.
        </p>
      )}
    </Card>
  );
}
