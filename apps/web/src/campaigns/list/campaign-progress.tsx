import type { Campaign } from '@sms-crm/contracts/campaigns';
import { formatCount, formatShare } from '../../format/numbers.ts';
import { Bar } from '../../ui/bar.tsx';
import { Moment } from '../../ui/moment.tsx';
import { isRunning } from '../resources.ts';

/** Below this many texts a second it waits rather than sends. */
const slowest = 0.1;

/** How far a campaign is: sent of all with rate and bar while it runs, what arrived afterwards. */
export function CampaignProgress(props: { campaign: Campaign; stopped: boolean; rate: number | undefined }) {
  const { status, totals, name, scheduledAt } = props.campaign;
  if (status === 'scheduled' && scheduledAt) {
    return (
      <span className="text-soft">
        Starts <Moment at={scheduledAt} />
      </span>
    );
  }
  if (status === 'draft' || status === 'scheduled') return <span className="text-soft">Not sent yet</span>;
  if (status === 'launching' && totals.audience === 0) {
    return <span className="text-soft">Collecting the audience…</span>;
  }
  const done = totals.audience - totals.waiting;
  const share = totals.audience === 0 ? 0 : done / totals.audience;
  if (!isRunning(status)) return <Delivered totals={totals} />;
  const words = `${formatCount(done)} of ${formatCount(totals.audience)}`;
  return (
    <div className="sm:min-w-44">
      <p className="numeric mb-1.5 flex justify-between gap-4 text-xs">
        <span>{words}</span>
        <span className="text-soft">{props.stopped ? 'Stopped' : rateWords(props.rate, status)}</span>
      </p>
      <Bar
        share={share}
        label={`${name}: ${words} done`}
        tone={status === 'paused' || props.stopped ? 'warn' : 'accent'}
      />
    </div>
  );
}

function Delivered({ totals }: Pick<Campaign, 'totals'>) {
  const { delivered, handedOver } = totals;
  return (
    <p className="numeric">
      {formatCount(delivered)} delivered
      {handedOver > 0 && <span className="text-soft"> · {formatShare(delivered, handedOver)}</span>}
    </p>
  );
}

function rateWords(rate: number | undefined, status: Campaign['status']): string {
  if (status !== 'sending' || rate === undefined || rate < slowest) return '';
  return `${formatCount(Math.max(1, Math.round(rate)))}/s`;
}
