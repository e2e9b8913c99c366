import type { CampaignReport } from '@sms-crm/contracts/campaigns';
import { LineFigure } from '../charts/line-figure.tsx';
import { formatHour } from '../format/times.ts';
import { useSession } from '../session/session-context.tsx';
import { Card } from '../ui/card.tsx';

const series = [
  { name: 'handedOver', label: 'Handed over', color: 'blue.6' },
  { name: 'delivered', label: 'Delivered', color: 'teal.6' },
  { name: 'clicksHuman', label: 'Clicks by people', color: 'orange.6' },
];

/** What happened hour by hour, in the organisation's zone. */
export function TimeLine({ report }: { report: CampaignReport }) {
  const { tenant } = useSession();
  if (report.hourly.length === 0) return null;
  const points = report.hourly.map(({ hour, ...values }) => ({
    label: formatHour(hour, tenant.timeZone),
    values,
  }));
  return (
    <Card title="Hour by hour">
      <LineFigure caption="Texts and clicks of each hour" axis="Hour" series={series} points={points} />
    </Card>
  );
}
