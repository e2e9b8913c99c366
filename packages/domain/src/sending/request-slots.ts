/**
 * The carrier requests one process has open: never more than there are connections.
 * Waiters are served in the order they came.
 */
export class RequestSlots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** @param size requests open at the same time */
  constructor(size: number) {
    this.#free = size;
  }

  /** Runs `request` in the next free slot. */
  async run<T>(request: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await request();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
