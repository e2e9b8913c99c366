import type { CampaignReport } from '@sms-crm/contracts/campaigns';
import { Card } from '../ui/card.tsx';
import { ShareTable } from './share-table.tsx';

const words = {
  '1m': 'Within 1 minute',
  '5m': '1 to 5 minutes',
  '15m': '5 to 15 minutes',
  '1h': '15 minutes to 1 hour',
  '4h': '1 to 4 hours',
  '1d': '4 hours to 1 day',
  later: 'Later',
} as const;

/** How long after the text people clicked first. */
export function ClickTimes({ report }: { report: CampaignReport }) {
  const { delays, medianDelay } = report.clicks;
  if (medianDelay === null) return null;
  const rows = delays.map(({ within, count }) => ({
    key: within,
    label: words[within],
    words: words[within],
    value: count,
  }));
  return (
    <Card title="Time to click">
      <ShareTable caption="Time from the text to the first click" noun="Time" rows={rows} />
      <p className="mt-3 text-xs text-soft">
        Half of those who clicked had done so {medianWords[medianDelay]}. Time counts from the carrier’s word
        that the text went out.
      </p>
    </Card>
  );
}

const medianWords = {
  '1m': 'within 1 minute',
  '5m': 'within 5 minutes',
  '15m': 'within 15 minutes',
  '1h': 'within 1 hour',
  '4h': 'within 4 hours',
  '1d': 'within 1 day',
  later: 'after more than 1 day',
} as const;
