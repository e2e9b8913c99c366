/**
 * The carrier requests one process has open: never more than there are connections.
 * Owners (campaigns) take turns, so that a few texts do not wait behind the hundreds of another owner; those of one owner are served in
 * the order they came.
 */
export class RequestSlots {
  #free: number;
  readonly #waiting = new Map<string, (() => void)[]>();

  /** @param size requests open at the same time */
  constructor(size: number) {
    this.#free = size;
  }

  /** Runs `request` in the next free slot that is its owner's. */
  async run<T>(owner: string, request: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#wait(owner, resolve));
    try {
      return await request();
    } finally {
      const next = this.#next();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }

  #wait(owner: string, resolve: () => void): void {
    const own = this.#waiting.get(owner);
    if (own === undefined) this.#waiting.set(owner, [resolve]);
    else own.push(resolve);
  }

  /** The next one of the owner who was served longest ago, who then stands behind the others. */
  #next(): (() => void) | undefined {
    const [turn] = this.#waiting;
    if (turn === undefined) return undefined;
    const [owner, own] = turn;
    const next = own.shift();
    this.#waiting.delete(owner);
    if (own.length > 0) this.#waiting.set(owner, own);
    return next;
  }
}
