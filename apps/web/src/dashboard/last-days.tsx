'use client';

import type { Overview } from '@sms-crm/contracts/session';
import { dayMs, everyStep } from '../charts/every-step.ts';
import { LineFigure } from '../charts/line-figure.tsx';
import { formatMoney } from '../format/money.ts';
import { formatCount, formatShare } from '../format/numbers.ts';
import { formatDay, todayIn } from '../format/times.ts';
import { useSession } from '../session/session-context.tsx';
import { Card } from '../ui/card.tsx';
import { Figure } from '../ui/figure.tsx';

const series = [
  { name: 'handedOver', label: 'Handed over', color: 'blue.6' },
  { name: 'delivered', label: 'Delivered', color: 'teal.6' },
  { name: 'clicksHuman', label: 'Clicks by people', color: 'orange.6' },
];

/** The numbers of the last 30 days over all campaigns, and how they came day by day. */
export function LastDays({ overview }: { overview: Overview }) {
  const { handedOver, delivered, undelivered, failed } = overview;
  const { tenant } = useSession();
  const points = everyDay(overview, tenant.timeZone).map(({ day, ...values }) => ({
    label: formatDay(day),
    values,
  }));
  return (
    <>
      <Card title="Last 30 days">
        <dl className="grid grid-cols-2 gap-x-5 gap-y-6 sm:grid-cols-3 lg:grid-cols-6">
          <Figure label="Handed over" note="to the carrier">
            {formatCount(handedOver)}
          </Figure>
          <Figure label="Delivered" note={`${formatShare(delivered, handedOver)} of handed over`}>
            {formatCount(delivered)}
          </Figure>
          <Figure
            label="Not delivered"
            note={`${formatShare(undelivered + failed, handedOver)} of handed over`}
          >
            {formatCount(undelivered + failed)}
          </Figure>
          <Figure label="Clicks by people" note={`${formatCount(overview.clicksAll)} with machines`}>
            {formatCount(overview.clicksHuman)}
          </Figure>
          <Figure label="Replies" note={`${formatCount(overview.optOuts)} opted out`}>
            {formatCount(overview.replies)}
          </Figure>
          <Figure label="Cost">{formatMoney(overview.costMicros)}</Figure>
        </dl>
      </Card>
      <Card title="Day by day">
        <LineFigure caption="Texts and clicks of each day" axis="Day" series={series} points={points} />
      </Card>
    </>
  );
}

/** The days of the overview in the organisation's zone, those without texts too. */
function everyDay({ daily, from, to }: Overview, timeZone: string): Overview['daily'] {
  const dayOf = (moment: string) => Date.parse(todayIn(timeZone, new Date(moment)));
  return everyStep(
    daily,
    { fromMs: dayOf(from), toMs: dayOf(to), stepMs: dayMs },
    ({ day }) => Date.parse(day),
    (atMs) => ({ day: todayIn('UTC', new Date(atMs)), handedOver: 0, delivered: 0, clicksHuman: 0 }),
  );
}
