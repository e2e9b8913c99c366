import type { WaitReason } from '@sms-crm/contracts/reasons';
import type { Calendar } from './calendar.ts';

/** One number as the estimate sees it; rates are parts a second, null is no limit. */
export type NumberCapacity = {
  id: string;
  rateParts: number;
  registrationId: string | null;
  accountId: string;
  /** Why nothing goes from it until a person does something. */
  halted: WaitReason | null;
  warmUp: Ramp | null;
};

/** Parts of each level of a ramp, and where the number stands on it. */
export type Ramp = { level: number; partsOf: (level: number) => number; used: number };

/** `used`: parts of today of all registrations with the same `capId`, those of one brand. */
export type RegistrationCapacity = {
  rateParts: number | null;
  capId: string;
  capParts: number | null;
  used: number;
};

/** Micro-dollars; null is no limit. */
export type BudgetCapacity = {
  dailyLimit: number | null;
  monthlyLimit: number | null;
  daySpent: number;
  monthSpent: number;
};

/** Everything that bounds how fast texts go. */
export type Capacity = {
  numbers: readonly NumberCapacity[];
  registrations: ReadonlyMap<string, RegistrationCapacity>;
  accountParts: ReadonlyMap<string, number | null>;
  tenantParts: number | null;
  budget: BudgetCapacity;
  tenantDays: Calendar;
  carrierDays: Calendar;
};

/** A ramp goes up only after a day that used this share of its level. */
const usedEnough = 0.8;

/** What the running day and month leave of a capacity, as the estimate goes through time. */
export class DayBook {
  readonly #capacity: Capacity;
  readonly #ramps: Map<string, Ramp>;
  readonly #capUsed: Map<string, number>;
  #day: number;
  #month: string;
  #carrierDay: number;
  #ofDay: number;
  #ofMonth: number;

  constructor(capacity: Capacity, at: number) {
    const { budget, tenantDays, carrierDays } = capacity;
    this.#capacity = capacity;
    this.#ramps = new Map(
      capacity.numbers.flatMap(({ id, warmUp }): [string, Ramp][] =>
        warmUp === null ? [] : [[id, { ...warmUp }]],
      ),
    );
    this.#capUsed = new Map(
      [...capacity.registrations.values()].flatMap(({ capId, capParts, used }) =>
        capParts === null ? [] : [[capId, used] as const],
      ),
    );
    this.#day = tenantDays.dayOf(at);
    this.#month = tenantDays.monthOf(at);
    this.#carrierDay = carrierDays.dayOf(at);
    this.#ofDay = leftOf(budget.dailyLimit, budget.daySpent);
    this.#ofMonth = leftOf(budget.monthlyLimit, budget.monthSpent);
  }

  /** Turns over the days that ended until `at`. */
  turnTo(at: number): void {
    const { budget, tenantDays, carrierDays } = this.#capacity;
    if (carrierDays.dayOf(at) !== this.#carrierDay) {
      this.#carrierDay = carrierDays.dayOf(at);
      for (const capId of this.#capUsed.keys()) this.#capUsed.set(capId, 0);
    }
    if (tenantDays.dayOf(at) === this.#day) return;
    this.#day = tenantDays.dayOf(at);
    this.#ofDay = leftOf(budget.dailyLimit, 0);
    if (tenantDays.monthOf(at) !== this.#month) this.#ofMonth = leftOf(budget.monthlyLimit, 0);
    this.#month = tenantDays.monthOf(at);
    for (const ramp of this.#ramps.values()) {
      if (ramp.used >= usedEnough * ramp.partsOf(ramp.level)) ramp.level += 1;
      ramp.used = 0;
    }
  }

  /** When the next day that matters begins. */
  nextTurn(at: number): number {
    const { tenantDays, carrierDays } = this.#capacity;
    const ofTenant = this.#ramps.size > 0 || Number.isFinite(Math.min(this.#ofDay, this.#ofMonth));
    return Math.min(
      ofTenant ? tenantDays.endOfDay(at) : Number.POSITIVE_INFINITY,
      this.#capUsed.size > 0 ? carrierDays.endOfDay(at) : Number.POSITIVE_INFINITY,
    );
  }

  get money(): number {
    return Math.min(this.#ofDay, this.#ofMonth);
  }

  warmUpLeft(numberId: string): number {
    const ramp = this.#ramps.get(numberId);
    return ramp === undefined ? Number.POSITIVE_INFINITY : ramp.partsOf(ramp.level) - ramp.used;
  }

  capLeft(registrationId: string | null): number {
    const cap = this.#capacity.registrations.get(registrationId ?? '');
    if (cap === undefined || cap.capParts === null) return Number.POSITIVE_INFINITY;
    return cap.capParts - (this.#capUsed.get(cap.capId) ?? 0);
  }

  /** Books parts of one number, and their money. */
  take(number: NumberCapacity, parts: number, micros: number): void {
    const ramp = this.#ramps.get(number.id);
    if (ramp !== undefined) ramp.used += parts;
    const capId = this.#capacity.registrations.get(number.registrationId ?? '')?.capId ?? '';
    const used = this.#capUsed.get(capId);
    if (used !== undefined) this.#capUsed.set(capId, used + parts);
    this.#ofDay -= micros;
    this.#ofMonth -= micros;
  }
}

function leftOf(limit: number | null, spent: number): number {
  return limit === null ? Number.POSITIVE_INFINITY : limit - spent;
}
