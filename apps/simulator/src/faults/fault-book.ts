import type { Status } from '../messages/message.ts';
import type { CallbackFault, EarlyFault, Event, FaultInput, RequestFault } from './fault.ts';
import { isAimedAt, strikes, type Rule } from './rule.ts';

/** Rules kept at once. */
export const mostFaults = 1_000;

/** Phones whose attempts are counted for rules of chance; beyond it counting starts again. */
const mostPhones = 500_000;

/** The rules of what goes wrong. The first that strikes an event is the one that counts. */
export class FaultBook {
  readonly #now: () => number;
  readonly #seed: () => string;
  readonly #attempts = new Map<string, number>();
  #rules: Rule[] = [];
  #named = 0;

  /** @param now the carrier's time, ms */
  constructor(now: () => number, seed: () => string) {
    this.#now = now;
    this.#seed = seed;
  }

  get size(): number {
    return this.#rules.length;
  }

  list(): readonly Rule[] {
    return this.#rules;
  }

  /** Adds a rule; undefined when one has its name already or too many are kept. */
  add(fault: FaultInput, by: Rule['by'] = 'caller'): Rule | undefined {
    const id = fault.id ?? this.#freeName();
    if (this.size >= mostFaults || this.#rules.some((rule) => rule.id === id)) return undefined;
    const untilMs = fault.forMs === null ? Infinity : this.#now() + fault.forMs;
    const rule: Rule = { id, fault, by, untilMs, seen: 0, struck: 0 };
    this.#rules = [...this.#rules, rule];
    return rule;
  }

  /** Removes the rules that the test names; says how many. */
  remove(isMeant: (rule: Rule) => boolean): number {
    const before = this.size;
    this.#rules = this.#rules.filter((rule) => !isMeant(rule));
    if (this.size === 0) this.#attempts.clear();
    return before - this.size;
  }

  onRequest(on: RequestFault['on'], event: Event): RequestFault | undefined {
    return this.#strike(event, on, (fault): fault is RequestFault => 'on' in fault && fault.on === on);
  }

  onCallback(status: Status, event: Event): CallbackFault | undefined {
    const isMeant = (fault: FaultInput): fault is CallbackFault =>
      !('on' in fault) &&
      fault.kind !== 'callback-early' &&
      (fault.statuses === undefined || fault.statuses.some((told) => told === status));
    return this.#strike(event, status, isMeant);
  }

  early(event: Event): EarlyFault | undefined {
    return this.#strike(event, 'early', (fault) => fault.kind === 'callback-early');
  }

  #strike<Kind extends FaultInput>(
    event: Event,
    what: string,
    isMeant: (fault: FaultInput) => fault is Kind,
  ): Kind | undefined {
    if (this.#rules.length === 0) return undefined;
    const chance = { seed: this.#seed(), attempt: this.#attempt(`${what} ${event.to}`) };
    for (const rule of this.#rules) {
      const { fault } = rule;
      if (!isMeant(fault) || this.#now() > rule.untilMs || !isAimedAt(fault, event)) continue;
      if (strikes(rule, event, chance)) return fault;
    }
    return undefined;
  }

  /** How often this was tried with this phone: chance differs from try to try, whatever others do between. */
  #attempt(key: string): number {
    if (this.#attempts.size >= mostPhones) this.#attempts.clear();
    const attempt = (this.#attempts.get(key) ?? 0) + 1;
    this.#attempts.set(key, attempt);
    return attempt;
  }

  #freeName(): string {
    do this.#named += 1;
    while (this.#rules.some(({ id }) => id === `fault-${this.#named}`));
    return `fault-${this.#named}`;
  }
}
