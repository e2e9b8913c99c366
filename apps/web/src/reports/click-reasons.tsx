import type { CampaignReport } from '@sms-crm/contracts/campaigns';
import { formatCountOf } from '../format/numbers.ts';
import { Card } from '../ui/card.tsx';
import { ShareTable } from './share-table.tsx';

/** Why hits were called machines. */
export function ClickReasons({ report }: { report: CampaignReport }) {
  const { reasons, duplicate } = report.clicks;
  if (reasons.length === 0 && duplicate === 0) return null;
  const rows = reasons.map(({ verdict, words, count }) => ({
    key: verdict,
    label: words,
    words,
    value: count,
  }));
  return (
    <Card title="Clicks by machines">
      {rows.length > 0 && (
        <ShareTable caption="Clicks by machines, by what told them apart" noun="Reason" rows={rows} />
      )}
      <p className="mt-3 text-xs text-soft">
        Every hit is kept with its reason.
        {duplicate > 0 &&
          ` ${formatCountOf(duplicate, 'repeated tap')} of the same person within seconds: counted for nobody.`}
      </p>
    </Card>
  );
}
