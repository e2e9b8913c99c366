import type { Account } from '../accounts/account.ts';

type Load = { open: number; tokens: number; atMs: number };

/** Requests each account has open, and its allowance of requests per second, by the machine's clock. */
export class RequestLimits {
  readonly #wall: () => number;
  readonly #loads = new Map<string, Load>();

  constructor(wall: () => number) {
    this.#wall = wall;
  }

  /** Requests of the account open now. */
  open(account: Account): number {
    return this.#loads.get(account.sid)?.open ?? 0;
  }

  /** Counts a request in; false when it is one too many. Either way `leave` has to follow. */
  enter(account: Account): boolean {
    const load = this.#loadOf(account);
    load.open += 1;
    const { concurrent, perSecond } = account.limits;
    if (concurrent !== null && load.open > concurrent) return false;
    return perSecond === null || this.#takeToken(load, perSecond);
  }

  leave(account: Account): void {
    const load = this.#loadOf(account);
    load.open = Math.max(0, load.open - 1);
  }

  #takeToken(load: Load, perSecond: number): boolean {
    const nowMs = this.#wall();
    const refill = ((nowMs - load.atMs) * perSecond) / 1_000;
    load.tokens = Math.min(Math.max(1, perSecond), load.tokens + refill);
    load.atMs = nowMs;
    if (load.tokens < 1) return false;
    load.tokens -= 1;
    return true;
  }

  #loadOf(account: Account): Load {
    const known = this.#loads.get(account.sid);
    if (known !== undefined) return known;
    const load = { open: 0, tokens: Infinity, atMs: this.#wall() };
    this.#loads.set(account.sid, load);
    return load;
  }
}
