'use client';

import type { Campaign, CampaignFinish, CampaignReport } from '@sms-crm/contracts/campaigns';
import { unreachedWords } from '../campaigns/finish-words.ts';
import { isRunning } from '../campaigns/resources.ts';
import { formatCount, formatShare } from '../format/numbers.ts';
import { useStopped } from '../kill-switch/use-stopped.ts';
import { Bar } from '../ui/bar.tsx';
import { Card } from '../ui/card.tsx';
import { Moment } from '../ui/moment.tsx';

type Props = {
  report: CampaignReport;
  /** Texts a second, once known. */
  rate: number | undefined;
  streaming: boolean;
};

/** How far a running campaign is, how fast, and when it is through; nothing once it is over. */
export function Progress({ report, rate, streaming }: Props) {
  const { campaign, totals } = report;
  const stopped = useStopped()(campaign);
  if (!isRunning(campaign.status)) return null;
  const done = totals.audience - totals.waiting;
  const share = totals.audience === 0 ? 0 : done / totals.audience;
  const collecting = campaign.status === 'launching';
  const words = collecting
    ? `Collecting the audience: ${formatCount(totals.audience)} so far`
    : `${formatCount(done)} of ${formatCount(totals.audience)} done`;
  return (
    <Card>
      <div className="numeric mb-2.5 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <p className="text-base font-semibold">
          {words}
          {!collecting && (
            <span className="ml-2 text-sm font-normal text-soft">{formatShare(done, totals.audience)}</span>
          )}
        </p>
        <p className="text-sm text-soft">
          {stopped ? 'Stopped by the kill switch' : paceWords(report, rate)}
        </p>
      </div>
      <Bar share={share} label={words} tone={campaign.status === 'paused' || stopped ? 'warn' : 'accent'} />
      {!stopped && report.finish && <Finish finish={report.finish} campaign={campaign} />}
      <p className="mt-2.5 text-xs text-soft">{footWords(stopped, streaming)}</p>
    </Card>
  );
}

function Finish({ finish, campaign }: { finish: CampaignFinish; campaign: Campaign }) {
  const unreached = unreachedWords(finish, campaign);
  return (
    <div className="mt-3 text-sm">
      <p>
        {finish.at ? (
          <>
            Finishes <Moment at={finish.at} />
          </>
        ) : (
          'When it finishes cannot be foreseen'
        )}
        {finish.words && <span className="text-soft"> · {finish.words}</span>}
      </p>
      {unreached && <p className="text-warn">{unreached}</p>}
    </div>
  );
}

function footWords(stopped: boolean, streaming: boolean): string {
  if (stopped)
    return 'Nothing more is handed to the carrier before the switch is lifted; what waits stays in line.';
  return streaming
    ? 'Live: these numbers move as it is sent.'
    : 'These numbers are read again every 3 seconds.';
}

function paceWords({ campaign }: CampaignReport, rate: number | undefined): string {
  if (campaign.status === 'paused') return 'Paused';
  if (campaign.status !== 'sending' || rate === undefined || rate < 0.1) return '';
  const pace = `${formatCount(Math.max(1, Math.round(rate)))} texts/s`;
  return pace;
}
