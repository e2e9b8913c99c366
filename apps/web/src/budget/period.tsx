import type { BudgetPeriodView } from '@sms-crm/contracts/budget';
import { formatMoney } from '../format/money.ts';
import { formatShare } from '../format/numbers.ts';
import { Bar } from '../ui/bar.tsx';
import { Card } from '../ui/card.tsx';
import { Facts } from '../ui/facts.tsx';
import { Moment } from '../ui/moment.tsx';

/** Percentages of a limit at which people are told. */
const marks = [50, 80, 100];

/** What is spent of a day or month, with the marks at which people are told. */
export function Period({ title, period }: { title: string; period: BudgetPeriodView }) {
  const { limitMicros, spentMicros, leftMicros, driftMicros, inboundMicros } = period;
  return (
    <Card title={title}>
      <p className="numeric text-[1.375rem] leading-tight font-semibold tracking-tight">
        {formatMoney(spentMicros)}{' '}
        <span className="text-sm font-normal tracking-normal text-soft">
          {limitMicros === null ? 'spent, no limit' : `of ${formatMoney(limitMicros)}`}
        </span>
      </p>
      {limitMicros !== null && <Spent title={title} spent={spentMicros} limit={limitMicros} />}
      <div className="mt-4">
        <Facts
          rows={[
            { term: 'Reserved', value: formatMoney(period.reservedMicros) },
            { term: 'Charged', value: formatMoney(period.chargedMicros) },
            ...(inboundMicros === 0
              ? []
              : [{ term: 'For texts that came in', value: formatMoney(inboundMicros) }]),
            ...(driftMicros === 0 ? [] : [{ term: 'Beyond our prices', value: formatMoney(driftMicros) }]),
            { term: 'Left', value: leftMicros === null ? 'No limit' : formatMoney(leftMicros) },
            {
              term: 'Begins anew',
              value: (
                <span className="[&_time]:whitespace-normal">
                  <Moment at={period.until} />
                </span>
              ),
            },
          ]}
        />
      </div>
    </Card>
  );
}

function Spent({ title, spent, limit }: { title: string; spent: number; limit: number }) {
  const share = limit === 0 ? 1 : spent / limit;
  const tone = share >= 1 ? 'bad' : share >= 0.8 ? 'warn' : 'accent';
  return (
    <div className="mt-3">
      <Bar share={share} tone={tone} label={`${title}: ${formatShare(spent, limit)} of the limit is spent`} />
      <div aria-hidden className="numeric relative mt-1 h-4 text-xs text-soft">
        {marks.map((mark) => (
          <span
            key={mark}
            className={`absolute -translate-x-full border-r border-line pr-1 ${share * 100 >= mark ? 'font-semibold text-ink' : ''}`}
            style={{ left: `${mark}%` }}
          >
            {mark}%
          </span>
        ))}
      </div>
    </div>
  );
}
