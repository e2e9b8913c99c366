import { isLawful } from '../quiet-hours-oracle.ts';
import type { Place } from '../../src/quiet-hours/place.ts';
import { capacityLeft, type CapacityLeft } from './oracle-capacity.ts';
import type { Change, Person } from './people.ts';
import { mostPerDay, shareNoHour } from './places.ts';
import { instantOf, type Scenario } from './scenario.ts';

/** A text the carrier took; `nth` counts those of the step, from 0. */
export type Taken = { phone: string; step: number; nth: number; parts: number };

/** What the product says of a person in the end. */
export type Ended = { phone: string; status: string; reason: string | null };

const hourMs = 3_600_000;

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

/** A halt holds from the step it is thrown at; one in flight lets the first text of that step through. */
function isHalted({ halts }: Scenario, step: number, nth: number): boolean {
  return halts.some(
    ({ from, to, inFlight }) =>
      step >= from && step < to && !(inFlight === true && step === from && nth === 0),
  );
}

function hasChanged(change: Change | null, step: number, nth: number): boolean {
  if (change === null || step < change.at) return false;
  return !(change.inFlight === true && step === change.at && nth === 0);
}

/** Whether the law allows a text: the hour in every place, and the number of texts in 24 hours. */
function mayReach(scenario: Scenario, person: Person, places: readonly Place[], step: number): boolean {
  const at = instantOf(scenario, step);
  if (!places.every((place) => isLawful(place, at))) return false;
  const launch = instantOf(scenario, 0).getTime();
  const had = person.hadHours.filter((hours) => launch - hours * hourMs > at.getTime() - 24 * hourMs);
  return had.length < mostPerDay(places);
}

function placesAt({ home, nextHome, change }: Person, step: number, nth: number): readonly Place[] {
  return change?.to === 'moved' && hasChanged(change, step, nth) ? nextHome.places : home.places;
}

/** Why somebody is left out from the beginning. */
function reasonAtFreeze(scenario: Scenario, person: Person): string | null {
  if (person.listed) return 'do_not_contact';
  if (person.consent !== 'granted') return `consent_${person.consent}`;
  if (person.trait === 'unreachable') return 'unreachable_phone';
  const { frequency } = scenario;
  const within = person.hadHours.filter((hours) => hours < (frequency?.windowHours ?? 0));
  if (frequency !== null && within.length >= frequency.most) return 'frequency_cap';
  if (person.trait === 'area') return 'area_code';
  if (person.trait === 'tag') return 'suppressed_tag';
  if (person.trait === 'landline') return 'landline';
  return shareNoHour(person.home.places) ? 'no_common_window' : null;
}

const reasonOfChange = {
  stopped: 'do_not_contact',
  revoked: 'consent_revoked',
  tagged: 'suppressed_tag',
  moved: null,
} as const;

function withText(
  scenario: Scenario,
  person: Person,
  { own, row }: { own: readonly Taken[]; row: Ended | undefined },
): string[] {
  const faults: string[] = [];
  const { phone, change } = person;
  const [first] = own;
  if (own.length > 1) faults.push(`${phone} got ${own.length} texts`);
  const left = reasonAtFreeze(scenario, person);
  if (left !== null) faults.push(`${phone} got a text in spite of ${left}`);
  if (first === undefined) return faults;
  const { step, nth } = first;
  if (step >= scenario.instants.length) faults.push(`${phone} was texted after the end`);
  if (isHalted(scenario, step, nth)) faults.push(`${phone} was texted at step ${step}, while all was halted`);
  if (change !== null && change.to !== 'moved' && hasChanged(change, step, nth))
    faults.push(`${phone} was texted at step ${step} and had ${change.to}`);
  if (!mayReach(scenario, person, placesAt(person, step, nth), step))
    faults.push(`${phone} in ${placeWords(person)} was texted at step ${step}, when nobody may`);
  if (first.parts !== person.parts) faults.push(`${phone}: ${first.parts} parts`);
  // The carrier's list says `delivered` of everything it took, to whoever asks later.
  if (row?.status !== 'accepted' && row?.status !== 'delivered')
    faults.push(`${phone} has its text, but is ${row?.status}`);
  return faults;
}

/** Nobody may go without for another reason than the oracle's own. */
function withoutText(
  scenario: Scenario,
  person: Person,
  { row, left }: { row: Ended | undefined; left: CapacityLeft },
): string[] {
  const wrong = (reason: string) =>
    row?.status === 'skipped' && row.reason === reason
      ? []
      : [
          `${person.phone} in ${placeWords(person)} should be skipped as ${reason}, but is ${row?.status} ${row?.reason}`,
        ];
  const atFreeze = reasonAtFreeze(scenario, person);
  if (atFreeze !== null) return wrong(atFreeze);
  const { change } = person;
  const last = Number.POSITIVE_INFINITY;
  const barred = (step: number) => change !== null && change.to !== 'moved' && hasChanged(change, step, last);
  const asked = scenario.instants.flatMap((_, step) =>
    !isHalted(scenario, step, last) && mayReachSurely(scenario, person, step) ? [step] : [],
  );
  const open = asked.filter((step) => !barred(step));
  const skips = scenario.overBudget === 'skip';
  // Who is over the budget at their first lawful moment is skipped there, whatever the next day would allow.
  const missed = (skips ? open.slice(0, 1) : open).find((step) => left.allows(step));
  if (missed !== undefined)
    return [
      `${person.phone} in ${placeWords(person)} could have been texted at step ${missed}, was ${row?.reason}`,
    ];
  if (skips && open.length > 0) return wrong('over_budget');
  const reason = change === null ? null : reasonOfChange[change.to];
  if (reason === null) return wrong('campaign_ended');
  if (asked.some((step) => barred(step) && left.allows(step))) return wrong(reason);
  return row?.reason === reason ? [] : wrong('campaign_ended');
}

/** Who moved stays in the batch of their old home: surely texted only when both are open. */
function mayReachSurely(scenario: Scenario, person: Person, step: number): boolean {
  const { home } = person;
  const now = placesAt(person, step, Number.POSITIVE_INFINITY);
  return mayReach(scenario, person, [...new Set([...home.places, ...now])], step);
}

function placeWords({ home }: Person): string {
  return home.places.map(({ state, zone }) => `${state ?? '?'} ${zone}`).join(' & ');
}
