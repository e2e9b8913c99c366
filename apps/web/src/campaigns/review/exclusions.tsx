import type { Campaign, CampaignPreview } from '@sms-crm/contracts/campaigns';
import Link from 'next/link';
import { RecordGroupConsent } from '../../contacts/record-group-consent.tsx';
import { formatCount, formatCountOf } from '../../format/numbers.ts';
import { Card } from '../../ui/card.tsx';
import { noticeFix } from './notice-fix.tsx';

type Props = { campaign: Campaign; preview: CampaignPreview };

/** Whoever of the audience does not get the text, by reason, with the button that changes it. */
export function Exclusions({ campaign, preview }: Props) {
  const { excluded, matched, recipients } = preview;
  const rows = excluded.filter(({ count }) => count > 0);
  return (
    <Card title="Who does not get it">
      <p className="numeric text-sm text-soft">
        {rows.length === 0
          ? `Nobody is left out: all ${formatCountOf(matched, 'contact')} of the audience get the text.`
          : `${formatCount(matched - recipients)} of ${formatCountOf(matched, 'contact')} in the audience ${matched - recipients === 1 ? 'is' : 'are'} left out.`}
      </p>
      {rows.length > 0 && (
        <ul className="mt-3 flex flex-col divide-y divide-line border-t border-line">
          {rows.map(({ reason, words, count, rules }) => (
            <li key={reason} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 text-sm last:pb-0">
              <strong className="numeric min-w-8 font-semibold">{formatCount(count)}</strong>
              <span className="min-w-0 flex-1 basis-40">
                {words}
                <Rules rules={rules} />
              </span>
              {reason === 'consent_unknown' ? (
                <RecordGroupConsent audience={campaign.audience} who="these contacts" size="xs" />
              ) : (
                noticeFix(reason, campaign)
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** The suppression rules behind a reason, each with how many it leaves out. */
function Rules({ rules }: Pick<CampaignPreview['excluded'][number], 'rules'>) {
  return rules.map(({ id, name, count }) => (
    <span key={id} className="numeric block text-xs text-soft">
      {formatCount(count)} by the rule{' '}
      <Link className="link" href="/suppression">
        “{name}”
      </Link>
    </span>
  ));
}
