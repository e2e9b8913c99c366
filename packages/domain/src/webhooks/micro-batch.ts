import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../context/errors.ts';

type Waiting<Item> = { item: Item; resolve: () => void; reject: (error: unknown) => void };

type Limits = {
  /** Items of one write. */
  mostItems: number;
  /** Items that may wait; more are refused. */
  mostWaiting: number;
  /** Shortest time from the start of one write to that of the next, ms: what each write costs by itself is shared by more items. */
  paceMs: number;
};

/**
 * Collects items of many callers into one write: while a write runs the next batch fills, so batches grow with the load
 * and an item that comes alone never waits.
 */
export class MicroBatch<Item> {
  readonly #write: (items: readonly Item[]) => Promise<void>;
  readonly #limits: Limits;
  #waiting: Waiting<Item>[] = [];
  #running = false;

  constructor(write: (items: readonly Item[]) => Promise<void>, limits: Limits) {
    this.#write = write;
    this.#limits = limits;
  }

  /**
   * Resolves when the item was written.
   *
   * @throws DomainError `unavailable` when too many wait already
   * @throws whatever the write of its batch throws
   */
  add(item: Item): Promise<void> {
    if (this.#waiting.length >= this.#limits.mostWaiting) {
      return Promise.reject(
        new DomainError('unavailable', { detail: 'Too many requests wait here. Try again in a moment.' }),
      );
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      const nextAt = performance.now() + this.#limits.paceMs;
      await this.#writeSome();
      const earlyMs = nextAt - performance.now();
      if (earlyMs > 0) await sleep(earlyMs, undefined, { ref: false });
    }
    this.#running = false;
  }

  async #writeSome(): Promise<void> {
    const batch = this.#waiting.splice(0, this.#limits.mostItems);
    try {
      await this.#write(batch.map((waiting) => waiting.item));
      for (const waiting of batch) waiting.resolve();
    } catch (error) {
      for (const waiting of batch) waiting.reject(error);
    }
  }
}
