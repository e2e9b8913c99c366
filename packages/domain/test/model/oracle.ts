import { isLawful, localOf } from '../quiet-hours-oracle.ts';
import type { Person } from './people.ts';
import { instantOf, partMicros, type Scenario, type Span } from './scenario.ts';

/** A text the carrier took. */
export type Taken = { phone: string; step: number; parts: number };

/** What the product says of a person in the end. */
export type Ended = { phone: string; status: string; reason: string | null };

const tenantZone = 'America/New_York';
const within = (spans: readonly Span[], step: number) =>
  spans.some(({ from, to }) => step >= from && step < to);

/**
 * Everything that happened and should not have, and everything that should have and did not: nothing of the product's rules is asked
 * here. Empty when all is well.
 */
export function judge(scenario: Scenario, taken: readonly Taken[], ended: readonly Ended[]): string[] {
  const byPhone = Map.groupBy(taken, ({ phone }) => phone);
  const rows = new Map(ended.map((row) => [row.phone, row]));
  const left = capacityLeft(scenario, taken);
  return [
    ...left.exceeded,
    ...scenario.people.flatMap((person) => {
      const own = byPhone.get(person.phone) ?? [];
      const row = rows.get(person.phone);
      return own.length === 0
        ? withoutText(scenario, person, { row, left })
        : withText(scenario, person, { own, row });
    }),
  ];
}

function isOpen(scenario: Scenario, { place }: Person, step: number): boolean {
  if (step >= scenario.steps || within(scenario.kills, step) || within(scenario.pauses, step)) return false;
  return isLawful(place, instantOf(scenario, step));
}

function withText(
  scenario: Scenario,
  person: Person,
  { own, row }: { own: readonly Taken[]; row: Ended | undefined },
): string[] {
  const faults: string[] = [];
  const [first] = own;
  if (own.length > 1) faults.push(`${person.phone} got ${own.length} texts`);
  if (person.listed) faults.push(`${person.phone} is on the list`);
  if (person.consent !== 'granted') faults.push(`${person.phone} never agreed`);
  if (first !== undefined && person.stopsAt !== null && first.step >= person.stopsAt)
    faults.push(`${person.phone} had stopped`);
  if (first !== undefined && !isOpen(scenario, person, first.step))
    faults.push(`${person.phone} in ${person.place.state} was texted at step ${first.step}, when nobody may`);
  if (first !== undefined && first.parts !== person.parts)
    faults.push(`${person.phone}: ${first.parts} parts`);
  // The carrier's list says `delivered` of everything it took, to whoever asks later.
  if (row?.status !== 'accepted' && row?.status !== 'delivered')
    faults.push(`${person.phone} has its text, but is ${row?.status}`);
  return faults;
}

type Left = ReturnType<typeof capacityLeft>;

/** Nobody may go without for another reason than the oracle's own. */
function withoutText(
  scenario: Scenario,
  person: Person,
  { row, left }: { row: Ended | undefined; left: Left },
): string[] {
  const wrong = (reason: string) =>
    row?.status === 'skipped' && row.reason === reason
      ? []
      : [`${person.phone} should be skipped as ${reason}, but is ${row?.status} ${row?.reason}`];
  if (person.listed) return wrong('do_not_contact');
  if (person.consent !== 'granted') return wrong(`consent_${person.consent}`);
  const steps = Array.from({ length: scenario.steps }, (_, step) => step);
  const open = steps.filter(
    (step) => (person.stopsAt === null || step < person.stopsAt) && isOpen(scenario, person, step),
  );
  const skips = scenario.overBudget === 'skip';
  // Who is over the budget at their first lawful moment is skipped there, whatever the next day would allow.
  const missed = (skips ? open.slice(0, 1) : open).find((step) => left.allows(step, person.parts));
  if (missed !== undefined)
    return [
      `${person.phone} in ${person.place.state} could have been texted at step ${missed}, was ${row?.reason}`,
    ];
  if (skips && open.length > 0) return wrong('over_budget');
  const heard = steps.some(
    (step) =>
      person.stopsAt !== null &&
      step >= person.stopsAt &&
      isOpen(scenario, person, step) &&
      left.allows(step, 2),
  );
  if (heard) return wrong('do_not_contact');
  if (person.stopsAt !== null && row?.reason === 'do_not_contact') return [];
  return wrong('campaign_ended');
}

/** Sums what was spent of each day, by the tenant's own calendar. */
function capacityLeft(scenario: Scenario, taken: readonly Taken[]) {
  const dayOf = (step: number) => localOf(tenantZone, instantOf(scenario, step)).date;
  const usedUntil = (step: number) =>
    taken
      .filter((text) => text.step <= step && dayOf(text.step) === dayOf(step))
      .reduce((sum, { parts }) => sum + parts, 0);
  const used = Array.from({ length: scenario.steps }, (_, step) => usedUntil(step));
  const most = Math.min(
    Math.floor((scenario.dailyMicros ?? Number.POSITIVE_INFINITY) / partMicros),
    scenario.dailyParts ?? Number.POSITIVE_INFINITY,
  );
  const exceeded = used.flatMap((parts, step) =>
    parts > most ? [`${parts} parts were sent on the day of step ${step}, ${most} were allowed`] : [],
  );
  return {
    exceeded: exceeded.slice(-1),
    allows: (step: number, parts: number) => most - (used[step] ?? 0) >= parts,
  };
}
