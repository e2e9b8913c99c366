import type { WaitReason } from '@sms-crm/contracts/reasons';
import { DayBook, type Capacity, type NumberCapacity } from './capacity.ts';
import { shareRates } from './share-rates.ts';

/** Texts of one number to people of one set of lawful hours; instants are ms since 1970. */
export type TextGroup = {
  numberId: string;
  /** The window that is open at a moment or opens next after it; null when none ever does. */
  windowAt: (at: number) => { opens: number; closes: number } | null;
  startAt: number;
  /** What it waits for until then. */
  startsFor: WaitReason;
  parts: number;
  micros: number;
  /** Average parts of one of its texts. */
  partsEach: number;
};

export type Finish = {
  /** When the last text is handed over; null when that cannot be told: something has to be done first, or it takes over a year. */
  at: number | null;
  /** What takes the longest. */
  binds: WaitReason | null;
  /** Parts that are not sent: the campaign's end comes first, or its budget is used up and it does not wait. */
  unsentParts: number;
};

/** How far ahead is looked, and how many turns of events: an estimate takes at most some ten milliseconds. */
const horizonMs = 366 * 86_400_000;
const maxOperations = 4_000_000;

const nearly = 1e-6;

type Group = TextGroup & { left: number; opens: number; closes: number };

/**
 * Goes from event to event (a group is done, a window opens or closes, a day's allowance is used up, a day begins) and lets each number send
 * to its open groups, the one that closes first before the others, as fast as all its limits allow. Works on groups, never on messages.
 */
export function estimateFinish(input: {
  groups: readonly TextGroup[];
  capacity: Capacity;
  startsAt: number;
  endsAt: number | null;
  overBudget: 'wait' | 'skip';
}): Finish {
  const walk = new Walk(input);
  while (walk.goesOn()) walk.step();
  return walk.result();
}

class Walk {
  readonly #input: Parameters<typeof estimateFinish>[0];
  readonly #book: DayBook;
  readonly #byNumber: { number: NumberCapacity; groups: Group[] }[];
  readonly #spent = new Map<WaitReason, number>();
  #pausedFor: WaitReason | null = null;
  #at: number;
  #unsent = 0;
  #operations = 0;
  #isStuck = false;

  constructor(input: Parameters<typeof estimateFinish>[0]) {
    this.#input = input;
    this.#at = input.startsAt;
    this.#book = new DayBook(input.capacity, input.startsAt);
    const own = Map.groupBy(input.groups, ({ numberId }) => numberId);
    this.#byNumber = input.capacity.numbers.flatMap((number) => {
      const groups = (own.get(number.id) ?? []).filter(({ parts }) => parts > 0);
      return groups.length === 0
        ? []
        : [{ number, groups: groups.map((group) => ({ ...group, left: group.parts, opens: 0, closes: 0 })) }];
    });
  }

  goesOn(): boolean {
    if (this.#byNumber.length === 0 || this.#isStuck) return false;
    const { startsAt, endsAt } = this.#input;
    if (endsAt !== null && this.#at >= endsAt) return false;
    this.#isStuck = this.#at - startsAt > horizonMs || this.#operations > maxOperations;
    return !this.#isStuck;
  }

  result(): Finish {
    const [longest] = [...this.#spent].toSorted(([, a], [, b]) => b - a);
    const left = this.#byNumber.reduce((sum, { groups }) => sum + sumOf(groups), 0);
    const binds = longest?.[0] ?? null;
    if (this.#isStuck) return { at: null, binds: this.#haltedBy() ?? binds, unsentParts: 0 };
    return { at: this.#at, binds, unsentParts: Math.round(this.#unsent + left) };
  }

  #haltedBy(): WaitReason | null {
    return this.#byNumber.find(({ number }) => number.halted !== null)?.number.halted ?? null;
  }

  step(): void {
    this.#book.turnTo(this.#at);
    const senders = this.#byNumber.map(({ number, groups }) => ({ number, ...this.#look(groups) }));
    const wanted = senders.map(({ number, active, waitsFor }) => this.#wanted(number, active, waitsFor));
    const rates = shareRates(
      this.#input.capacity,
      wanted.map(({ rate }, index) => ({ number: senders[index]?.number, rate })),
    );
    const closed = Math.min(...senders.map(({ next }) => next));
    let until = Math.min(closed, this.#book.nextTurn(this.#at), this.#input.endsAt ?? Infinity);
    for (const [index, { number, active }] of senders.entries()) {
      const rate = rates[index] ?? 0;
      if (active === undefined || rate <= 0) continue;
      const most = Math.min(active.left, this.#book.warmUpLeft(number.id));
      until = Math.min(until, active.closes, this.#at + (most / rate) * 1_000);
    }
    until = Math.min(until, this.#usedUpAt(senders, rates));
    this.#go(until, senders, rates, reasonOf(wanted));
  }

  /** The open group that closes first, when another one opens, and what that one waits for. */
  #look(groups: Group[]): { active: Group | undefined; next: number; waitsFor: WaitReason } {
    let active: Group | undefined;
    let next = Number.POSITIVE_INFINITY;
    let waitsFor: WaitReason = 'quiet_hours';
    for (const group of groups) {
      if (group.closes <= this.#at) this.#nextWindow(group);
      if (group.opens > this.#at) {
        if (group.opens >= next) continue;
        next = group.opens;
        waitsFor = group.startAt > this.#at ? group.startsFor : 'quiet_hours';
      } else if (active === undefined || group.closes < active.closes) active = group;
    }
    this.#operations += groups.length;
    return { active, next, waitsFor };
  }

  #nextWindow(group: Group): void {
    const from = Math.max(this.#at, group.startAt);
    const window = group.windowAt(from);
    group.opens = window === null ? Number.POSITIVE_INFINITY : Math.max(window.opens, from);
    group.closes = window?.closes ?? Number.POSITIVE_INFINITY;
  }

  #wanted(
    number: NumberCapacity,
    active: Group | undefined,
    waitsFor: WaitReason,
  ): { rate: number; reason: WaitReason } {
    if (number.halted !== null) return { rate: 0, reason: number.halted };
    if (active === undefined) return { rate: 0, reason: waitsFor };
    const { partsEach } = active;
    const one = Math.min(partsEach, active.left);
    if (this.#book.money + nearly < (active.micros / active.parts) * one)
      return { rate: 0, reason: 'budget' };
    if (this.#book.warmUpLeft(number.id) + nearly < one) return { rate: 0, reason: 'warm_up' };
    if (this.#book.capLeft(number.registrationId) + nearly < one) return { rate: 0, reason: 'carrier_cap' };
    return { rate: number.rateParts, reason: 'rate_limit' };
  }

  /** When the budget or a carrier's cap, which the numbers of a brand share, is used up at these rates. */
  #usedUpAt(senders: readonly Sender[], rates: readonly number[]): number {
    let spending = 0;
    const { registrations } = this.#input.capacity;
    const ofBrand = new Map<string, number>();
    const capIdOf = (id: string | null) => registrations.get(id ?? '')?.capId ?? '';
    for (const [index, { number, active }] of senders.entries()) {
      const rate = rates[index] ?? 0;
      if (active === undefined || rate <= 0) continue;
      spending += (rate * active.micros) / active.parts;
      const capId = capIdOf(number.registrationId);
      ofBrand.set(capId, (ofBrand.get(capId) ?? 0) + rate);
    }
    let until = spending === 0 ? Number.POSITIVE_INFINITY : this.#at + (this.#book.money / spending) * 1_000;
    for (const [index, { number, active }] of senders.entries()) {
      if (active === undefined || (rates[index] ?? 0) <= 0) continue;
      const rate = ofBrand.get(capIdOf(number.registrationId)) ?? 0;
      until = Math.min(until, this.#at + (this.#book.capLeft(number.registrationId) / rate) * 1_000);
    }
    return until;
  }

  #go(until: number, senders: readonly Sender[], rates: readonly number[], reason: WaitReason): void {
    if (reason === 'budget' && this.#input.overBudget === 'skip') return this.#skipOpen(senders);
    if (!Number.isFinite(until)) {
      this.#isStuck = true;
      return;
    }
    // At least a millisecond, so that rounding never stands still.
    const to = Math.max(until, this.#at + 1);
    for (const [index, { number, active }] of senders.entries()) {
      const rate = rates[index] ?? 0;
      if (active === undefined || rate <= 0) continue;
      const parts = Math.min(active.left, (rate * (to - this.#at)) / 1_000);
      active.left -= parts;
      this.#book.take(number, parts, (parts * active.micros) / active.parts);
    }
    this.#bookTime(reason, to - this.#at);
    this.#at = to;
    this.#dropDone();
  }

  /** A pause belongs to what began it: a budget that is used up at noon, not the night after it. */
  #bookTime(reason: WaitReason, ms: number): void {
    this.#pausedFor = reason === 'rate_limit' ? null : (this.#pausedFor ?? reason);
    const cause = this.#pausedFor ?? reason;
    this.#spent.set(cause, (this.#spent.get(cause) ?? 0) + ms);
  }

  #skipOpen(senders: readonly Sender[]): void {
    for (const { active } of senders) {
      if (active === undefined) continue;
      this.#unsent += active.left;
      active.left = 0;
    }
    this.#dropDone();
  }

  #dropDone(): void {
    for (const own of this.#byNumber) {
      if (own.groups.some(isDone)) own.groups = own.groups.filter((group) => !isDone(group));
    }
    const left = this.#byNumber.filter(({ groups }) => groups.length > 0);
    if (left.length < this.#byNumber.length) this.#byNumber.splice(0, Infinity, ...left);
  }
}

type Sender = { number: NumberCapacity; active: Group | undefined };

function isDone({ left }: Group): boolean {
  return left <= nearly;
}

function sumOf(groups: readonly Group[]): number {
  return groups.reduce((sum, { left }) => sum + left, 0);
}

/** While anybody sends, rates bind; else what most numbers wait for. */
function reasonOf(wanted: readonly { rate: number; reason: WaitReason }[]): WaitReason {
  if (wanted.some(({ rate }) => rate > 0)) return 'rate_limit';
  const counts = Map.groupBy(wanted, ({ reason }) => reason);
  const [most] = [...counts].toSorted(([, a], [, b]) => b.length - a.length);
  return most?.[0] ?? 'in_line';
}
