import { chances, makePeople, type Person } from './people.ts';

export const stepMs = 30 * 60_000;

/** A span of steps, the last one not included. */
export type Span = { from: number; to: number };

/** Everything that will happen to one campaign, known to the oracle beforehand. */
export type Scenario = {
  people: Person[];
  /** The held clock's first instant; the campaign is launched then. */
  startsAt: Date;
  /** Steps until the campaign's own end. */
  steps: number;
  /** Money and parts a day; null is no limit. */
  dailyMicros: number | null;
  dailyParts: number | null;
  overBudget: 'wait' | 'skip';
  kills: Span[];
  pauses: Span[];
};

/** What one part costs to a phone in the USA, micro-dollars. */
export const partMicros = 7_900;

/** Made from a seed: the week of the spring change of clocks (14 March 2027), or the one of the autumn change (7 November 2027). */
export function makeScenario(
  seed: number,
  options: { people: number; days: number; long?: number; limits?: 'both' | 'money' | 'parts' | 'none' },
): Scenario {
  const random = chances(seed);
  const steps = options.days * 48;
  const { limits = 'both' } = options;
  const span = (): Span => {
    const from = Math.floor(random() * steps);
    return { from, to: Math.min(steps, from + 1 + Math.floor(random() * 8)) };
  };
  // A day's limits let a third to two thirds of the people through.
  const share = () => Math.floor(options.people * (1 / 3 + random() / 3));
  return {
    people: makePeople(random, { count: options.people, steps, long: options.long ?? 0 }),
    startsAt: new Date(seed % 2 === 0 ? '2027-03-12T06:00:00Z' : '2027-11-05T06:00:00Z'),
    steps,
    dailyMicros: limits === 'both' || limits === 'money' ? share() * partMicros : null,
    dailyParts: limits === 'both' || limits === 'parts' ? share() : null,
    overBudget: 'wait',
    kills: [span(), span()],
    pauses: [span()],
  };
}

export function instantOf({ startsAt }: Scenario, step: number): Date {
  return new Date(startsAt.getTime() + step * stepMs);
}
