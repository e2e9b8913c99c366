import type { GateName } from '@sms-crm/contracts/gates';
import type { WaitReason } from '@sms-crm/contracts/reasons';

/** What one text takes of money and capacity. */
export type TextCost = { parts: number; micros: number };

/** A quantity that is left until it is filled up again; `Infinity` when there is no limit. */
export type Left = { amount: number; until: Date };

/** What is left for one claim. */
export type Limits = {
  /** Micro-dollars of the tenant's budget, and when the day or the month that binds is over. */
  budget: Left;
  /** Parts of the number's warm-up today. */
  warmUp: Left;
  /** Parts of the registration's daily cap at the carrier. */
  carrierCap: Left;
  /** Texts that the token buckets granted, from the first. */
  rate: Left;
};

export type Allowance = { count: number; reason: WaitReason; until: Date };

/** One check over quantities: how many of the texts, from the first, may go now. `version` as in `Gate`. */
export type CapacityGate = {
  name: GateName;
  version: number;
  allow: (texts: readonly TextCost[], limits: Limits) => Allowance;
};

/** How many values, from the first, add up to at most `most`. */
export function countWithin(values: readonly number[], most: number): number {
  let sum = 0;
  for (const [index, value] of values.entries()) {
    sum += value;
    if (sum > most) return index;
  }
  return values.length;
}
