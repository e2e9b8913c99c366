import { localOf } from '../quiet-hours-oracle.ts';
import type { Taken } from './oracle.ts';
import { instantOf, partMicrosOf, type Scenario } from './scenario.ts';

const tenantZone = 'America/New_York';
const carrierZone = 'America/Los_Angeles';

type Cost = (text: { phone: string; parts: number }) => number;

/** What all texts of one period may take together. */
type Bound = { name: string; most: number; periodOf: (step: number) => string; cost: Cost };

const parts: Cost = (text) => text.parts;
const micros: Cost = ({ phone, parts: count }) => count * partMicrosOf(phone);

/** What a bucket lets out at once, once it is full: half a minute of a slow rate, of which a campaign leaves a fifth. */
function mostAtOnce(rate: number): number {
  return Math.max(2 * rate, Math.min(30 * rate, 100)) * 0.8;
}

function boundsOf(scenario: Scenario): Bound[] {
  const dayIn = (zone: string) => (step: number) => localOf(zone, instantOf(scenario, step)).date;
  const bound = (name: string, most: number | null, periodOf: Bound['periodOf'], cost: Cost): Bound[] =>
    most === null ? [] : [{ name, most, periodOf, cost }];
  const { dailyMicros, dailyParts, capParts, rateParts } = scenario;
  return [
    ...bound('micro-dollars', dailyMicros, dayIn(tenantZone), micros),
    ...bound('parts of the ramp', dailyParts, dayIn(tenantZone), parts),
    ...bound('parts of the cap', capParts, dayIn(carrierZone), parts),
    ...bound('parts at once', rateParts === null ? null : mostAtOnce(rateParts), String, parts),
  ];
}

export type CapacityLeft = {
  exceeded: string[];
  /** Whether at a step's end any text of this campaign could still have gone. */
  allows: (step: number) => boolean;
};

/** Sums what was taken of each limit in each of its periods. */
export function capacityLeft(scenario: Scenario, taken: readonly Taken[]): CapacityLeft {
  const bounds = boundsOf(scenario).map((bound) => {
    const { periodOf, cost } = bound;
    const used = new Map<string, number>();
    const usedUntil = scenario.instants.map((_, step) => {
      const period = periodOf(step);
      const own = taken.filter((text) => text.step === step).reduce((sum, text) => sum + cost(text), 0);
      const sum = (used.get(period) ?? 0) + own;
      used.set(period, sum);
      return sum;
    });
    const dearest = Math.max(...scenario.people.map(cost));
    return { ...bound, usedUntil, dearest };
  });
  const exceeded = bounds.flatMap(({ name, most, usedUntil }) =>
    usedUntil.flatMap((sum, step) =>
      sum > most + 1e-6 ? [`${sum} ${name} by step ${step}, not ${most}`] : [],
    ),
  );
  return {
    exceeded: exceeded.slice(-1),
    // A text in front that is too dear keeps cheaper ones behind it waiting.
    allows: (step) =>
      bounds.every(({ most, usedUntil, dearest }) => most - (usedUntil[step] ?? 0) >= dearest - 1e-6),
  };
}
