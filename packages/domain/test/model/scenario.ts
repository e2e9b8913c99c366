import { chances, makePeople, oneOf, type Person } from './people.ts';

const minuteMs = 60_000;

/** Where a campaign that runs can be halted. */
export type Scope = 'campaign' | 'number' | 'tenant' | 'platform' | 'pause';

/** A halt over some steps, the last one not included; in flight: after the first text of its first step was handed over. */
export type Halt = { scope: Scope; from: number; to: number; inFlight?: boolean };

/** What bounds how many texts go; null is no limit. */
export type Limits = {
  dailyMicros: number | null;
  dailyParts: number | null;
  /** Parts of the registration on one of the carrier's days. */
  capParts: number | null;
  /** Parts a second of the number. */
  rateParts: number | null;
};

/** Everything that will happen to one campaign, known to the oracle beforehand. */
export type Scenario = Limits & {
  people: readonly Person[];
  /** Where the held clock stands, one step after the other; the campaign is launched at the first. */
  instants: readonly Date[];
  /** The campaign's own end. */
  endsAt: Date;
  overBudget: 'wait' | 'skip';
  halts: readonly Halt[];
  /** A rule: so many texts within so many hours, and no more; null for none. */
  frequency: { most: number; windowHours: number } | null;
};

/** What one part costs, micro-dollars; written down apart from the product's list. */
export function partMicrosOf(phone: string): number {
  if (phone.startsWith('+44')) return 52_000;
  return phone.startsWith('+91') ? 83_200 : 7_900;
}

export const unlimited: Limits = { dailyMicros: null, dailyParts: null, capParts: null, rateParts: null };

/** Both changes of clocks, a holiday of two states, one of one state, a weekend with holidays. */
const starts = [
  '2027-03-12T06:00:00Z',
  '2027-11-05T06:00:00Z',
  '2027-02-08T20:00:00Z',
  '2027-03-25T20:00:00Z',
  '2027-07-03T11:00:00Z',
];

export type ScenarioOptions = {
  people: number;
  steps: number;
  limits: readonly (keyof Limits)[];
  start?: number;
  long?: number;
  abroad?: boolean;
  overBudget?: 'wait' | 'skip';
};

/** Made from a seed: about one and a half hours from step to step, many of them just before or at a full hour. */
export function makeScenario(seed: number, options: ScenarioOptions): Scenario {
  const random = chances(seed);
  const { steps, overBudget = 'wait' } = options;
  const startsAt = Date.parse(starts[(options.start ?? seed) % starts.length] ?? '');
  const instants = makeInstants(random, startsAt, steps);
  const last = instants.at(-1)?.getTime() ?? startsAt;
  const limit = (name: keyof Limits, make: () => number) => (options.limits.includes(name) ? make() : null);
  // A day's limits let a third to two thirds of the people through.
  const share = () => Math.floor(options.people * (1 / 3 + random() / 3));
  const skips = overBudget === 'skip';
  return {
    people: makePeople(random, {
      count: options.people,
      steps,
      long: options.long ?? 0,
      abroad: options.abroad ?? false,
    }).map((person) => (skips && person.change?.inFlight === true ? { ...person, change: null } : person)),
    instants,
    endsAt: new Date(last + 15 * minuteMs),
    dailyMicros: limit('dailyMicros', () => share() * 7_900),
    dailyParts: limit('dailyParts', share),
    capParts: limit('capParts', share),
    rateParts: limit('rateParts', () => 0.125 + Math.floor(random() * 4) / 8),
    overBudget,
    halts: makeHalts(random, steps, !skips),
    frequency: { most: 3, windowHours: 20 },
  };
}

function makeInstants(random: () => number, startsAt: number, steps: number): Date[] {
  let hours = 0;
  return Array.from({ length: steps }, (_, step) => {
    if (step > 0) hours += 1 + Math.floor(random() * 4) / 2;
    const minutes = step === 0 ? 0 : oneOf(random, [-1, 0, 0, 1, 10], 0);
    return new Date(startsAt + (hours * 60 + minutes) * minuteMs);
  });
}

function makeHalts(random: () => number, steps: number, mayFly: boolean): Halt[] {
  const scopes: Scope[] = ['campaign', 'number', 'tenant', 'platform', 'pause'];
  return scopes.map((scope) => {
    const from = 1 + Math.floor(random() * (steps - 1));
    return { scope, from, to: from + 1 + Math.floor(random() * 3), inFlight: mayFly && random() < 0.5 };
  });
}

/** Where the clock stands at a step; after the campaign's end it goes on. */
export function instantOf({ instants, endsAt }: Scenario, step: number): Date {
  return instants[step] ?? new Date(endsAt.getTime() + (step - instants.length) * 30 * minuteMs);
}
