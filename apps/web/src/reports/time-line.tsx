import type { CampaignReport } from '@sms-crm/contracts/campaigns';
import { everyStep, hourMs } from '../charts/every-step.ts';
import { LineFigure } from '../charts/line-figure.tsx';
import { formatHour } from '../format/times.ts';
import { useSession } from '../session/session-context.tsx';
import { Card } from '../ui/card.tsx';

const series = [
  { name: 'handedOver', label: 'Handed over', color: 'blue.6' },
  { name: 'delivered', label: 'Delivered', color: 'teal.6' },
  { name: 'clicksHuman', label: 'Clicks by people', color: 'orange.6' },
  { name: 'clicksAll', label: 'All clicks', color: 'gray.6' },
];

/** What happened hour by hour, in the organisation's zone. */
export function TimeLine({ report }: { report: CampaignReport }) {
  const { tenant } = useSession();
  const hourly = report.hourly.filter(somethingHappened);
  if (hourly.length === 0) return null;
  const points = everyHour(hourly).map(({ hour, ...values }) => ({
    label: formatHour(hour, tenant.timeZone),
    values,
  }));
  return (
    <Card title="Hour by hour">
      <LineFigure caption="Texts and clicks of each hour" axis="Hour" series={series} points={points} />
    </Card>
  );
}

/** While all still wait there is nothing to draw. */
function somethingHappened({ handedOver, delivered, clicksAll }: CampaignReport['hourly'][number]): boolean {
  return handedOver + delivered + clicksAll > 0;
}

/** From the hour before the first text to the hour after the last event, quiet hours too. */
function everyHour(hourly: CampaignReport['hourly']): CampaignReport['hourly'] {
  const hours = hourly.map(({ hour }) => Date.parse(hour));
  return everyStep(
    hourly,
    { fromMs: Math.min(...hours) - hourMs, toMs: Math.max(...hours) + hourMs, stepMs: hourMs },
    ({ hour }) => Date.parse(hour),
    (atMs) => ({
      hour: new Date(atMs).toISOString(),
      handedOver: 0,
      delivered: 0,
      clicksHuman: 0,
      clicksAll: 0,
    }),
  );
}
