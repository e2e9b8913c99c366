import type { Campaign } from '@sms-crm/contracts/campaigns';
import { formatCount, formatShare } from '../../format/numbers.ts';
import { Bar } from '../../ui/bar.tsx';
import { isRunning } from '../resources.ts';

/** How far a campaign is: sent of all with rate and bar while it runs, what arrived afterwards. */
export function CampaignProgress(props: { campaign: Campaign; stopped: boolean; rate: number | undefined }) {
  const { status, totals, name } = props.campaign;
  if (status === 'draft' || status === 'scheduled') return <span className="text-soft">Not sent yet</span>;
  if (status === 'launching' && totals.audience === 0) {
    return <span className="text-soft">Collecting the audience…</span>;
  }
  const done = totals.audience - totals.waiting;
  const share = totals.audience === 0 ? 0 : done / totals.audience;
  if (!isRunning(status)) {
    return (
      <p className="numeric">
        {formatCount(totals.delivered)} delivered{' '}
        <span className="text-soft">· {formatShare(totals.delivered, totals.handedOver)}</span>
      </p>
    );
  }
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

function rateWords(rate: number | undefined, status: Campaign['status']): string {
  if (status !== 'sending' || rate === undefined) return '';
  return `${formatCount(Math.round(rate))}/s`;
}
