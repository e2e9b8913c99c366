import type { QuietLaw } from '@sms-crm/contracts/quiet-hours';

type Dated = Pick<QuietLaw, 'region' | 'name' | 'since'>;

/** The last day of a law that a later one of its region follows, as `YYYY-MM-DD`; undefined while it is the latest. */
export function lastDayOf(law: Dated, laws: readonly Dated[]): string | undefined {
  const [next] = laws
    .filter(({ region, name }) => region === law.region && name === law.name)
    .flatMap(({ since }) => (since !== null && since > (law.since ?? '') ? [since] : []))
    .toSorted();
  if (next === undefined) return undefined;
  const day = new Date(`${next}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}
