import type { TxContext } from '../context/context.ts';
import { readHolds, type Holds } from '../errors/carrier-waits.ts';
import type { Left } from '../gates/capacity-gate.ts';
import type { NumberRow } from '../numbers/find.ts';
import type { DayLimits } from './read-days.ts';

/** What is not taken at once because the carrier was too busy a moment ago comes so much later, ms. */
const carefulPauseMs = 1_000;

/** What the carrier asked this number, its account and its registration to wait for. */
export async function readNumberHolds(ctx: TxContext, number: NumberRow): Promise<Holds> {
  return readHolds(ctx, {
    numberId: number.id,
    accountId: number.carrierAccountId,
    registrationId: number.registrationId,
  });
}

/** The limits of the day under these holds: a cap that the carrier says is used up is so, whatever we counted. */
export function underHolds(limits: DayLimits, { capUntil }: Holds): DayLimits {
  return capUntil === null ? limits : { ...limits, carrierCap: { amount: 0, until: capUntil } };
}

/** How many of some texts may go by what the carrier asked for: none while it waits, few after it was too busy. */
export function carefulCount(texts: number, { rateUntil, halvings }: Holds): number {
  return rateUntil === null ? Math.ceil(texts / 2 ** halvings) : 0;
}

/** The rate under these holds. */
export function carefulRate(rate: Left, input: { texts: number; holds: Holds; now: Date }): Left {
  const { texts, holds, now } = input;
  if (holds.rateUntil !== null) return { amount: 0, until: holds.rateUntil };
  const careful = carefulCount(texts, holds);
  if (holds.halvings === 0 || rate.amount < careful) return rate;
  return { amount: careful, until: new Date(now.getTime() + carefulPauseMs) };
}
