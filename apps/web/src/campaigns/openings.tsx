import type { Openings as Waits } from '@sms-crm/contracts/campaigns';
import { formatCount, formatCountOf } from '../format/numbers.ts';
import { Card } from '../ui/card.tsx';
import { DemoTime, Moment } from '../ui/moment.tsx';

type Props = {
  openings: Waits;
  /** How many there are with those who wait for nothing. */
  recipients: number;
};

/** Who cannot be texted yet, and when they can. */
export function Openings({ openings, recipients }: Props) {
  const { waiting, at, firstOpensAt, lastOpensAt } = openings;
  if (waiting === 0) return null;
  const told = at.reduce((sum, opening) => sum + opening.count, 0);
  return (
    <Card title="Who waits for their hours">
      <p className="text-sm text-soft">
        {waiting === recipients ? 'For all of them' : `For ${formatCountOf(waiting, 'person', 'people')}`} it
        is not an hour in which they may be texted. They get it as soon as it is
        {firstOpensAt && <DemoTime at={firstOpensAt} />}.
      </p>
      <ul className="numeric mt-3 flex flex-col divide-y divide-line border-t border-line text-sm">
        {at.map(({ opensAt, count }) => (
          <li key={opensAt} className="flex justify-between gap-4 py-2.5 last:pb-0">
            <span>
              From <Moment at={opensAt} />
            </span>
            <strong className="font-semibold">{formatCount(count)}</strong>
          </li>
        ))}
        {told < waiting && lastOpensAt && (
          <li className="flex justify-between gap-4 py-2.5 last:pb-0">
            <span>
              Later, the last ones from <Moment at={lastOpensAt} />
            </span>
            <strong className="font-semibold">{formatCount(waiting - told)}</strong>
          </li>
        )}
      </ul>
    </Card>
  );
}
