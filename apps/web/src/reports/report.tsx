'use client';

import type { CampaignReport } from '@sms-crm/contracts/campaigns';
import { useResource } from '../api/use-resource.ts';
import { Openings } from '../campaigns/openings.tsx';
import { isRunning, reportOf } from '../campaigns/resources.ts';
import { Standing } from '../campaigns/standing.tsx';
import { useRates } from '../campaigns/use-rates.ts';
import { useLiveResource } from '../live/use-live-resource.ts';
import { ErrorBox } from '../ui/error-box.tsx';
import { ClickPlaces } from './click-places.tsx';
import { ClickReasons } from './click-reasons.tsx';
import { ClickTimes } from './click-times.tsx';
import { Clicks } from './clicks.tsx';
import { DeliveryErrors } from './delivery-errors.tsx';
import { Funnel } from './funnel.tsx';
import { KeyFigures } from './key-figures.tsx';
import { Plan } from './plan.tsx';
import { Progress } from './progress.tsx';
import { ReportHeader } from './report-header.tsx';
import { SentText } from './sent-text.tsx';
import { TimeLine } from './time-line.tsx';
import { WhyNot } from './why-not.tsx';

/** Deliveries, clicks and replies still come in after the last text was sent; milliseconds between two looks. */
const afterwardsMs = 5_000;

export function Report({ id }: { id: string }) {
  const source = reportOf(id);
  const live = useLiveResource(
    { ...source, events: `/v1/campaigns/${id}/events`, event: 'report' },
    ({ campaign }) => isRunning(campaign.status),
  );
  useResource(source, {
    refetchInterval: (report) => (report && !isRunning(report.campaign.status) ? afterwardsMs : false),
  });
  const report = live.data;
  const handedOver = report ? [{ id, value: report.totals.handedOver }] : [];
  const rate = useRates(handedOver, live.dataUpdatedAt).get(id);
  if (live.error && !report) return <ErrorBox error={live.error} onRetry={() => void live.refetch()} />;
  if (!report) return null;
  return (
    <>
      <ReportHeader campaign={report.campaign} />
      <div className="flex flex-col gap-5">
        <Standing campaign={report.campaign} />
        {report.campaign.status === 'scheduled' ? (
          <>
            <Plan campaign={report.campaign} />
            <SentText campaign={report.campaign} />
          </>
        ) : (
          <Results report={report} rate={rate} streaming={live.streaming} />
        )}
      </div>
    </>
  );
}

type ResultsProps = { report: CampaignReport; rate: number | undefined; streaming: boolean };

/** From its launch on: how far it is, and what became of everyone. */
function Results({ report, rate, streaming }: ResultsProps) {
  return (
    <>
      <Progress report={report} rate={rate} streaming={streaming} />
      <KeyFigures report={report} />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-5">
          <Funnel report={report} />
          <DeliveryErrors report={report} />
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <WhyNot report={report} />
          <Openings openings={report.openings} recipients={report.totals.waiting} />
          <Clicks report={report} />
          <ClickTimes report={report} />
          <ClickPlaces report={report} />
          <ClickReasons report={report} />
          <SentText campaign={report.campaign} />
        </div>
      </div>
      <TimeLine report={report} />
    </>
  );
}
