import type { Campaign } from '@sms-crm/contracts/campaigns';
import { Bubble } from '../campaigns/bubble.tsx';
import { Card } from '../ui/card.tsx';

/** The text as it was written. */
export function SentText({ campaign }: { campaign: Campaign }) {
  return (
    <Card title="The text">
      <Bubble body={campaign.template} />
    </Card>
  );
}
