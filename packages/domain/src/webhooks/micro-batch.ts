import { DomainError } from '../context/errors.ts';

type Waiting<Item> = { item: Item; resolve: () => void; reject: (error: unknown) => void };

/**
 * Collects items of many callers into one write: while a write runs the next batch fills, so batches grow with the load
 * and a lone item never waits.
 */
export class MicroBatch<Item> {
  readonly #write: (items: readonly Item[]) => Promise<void>;
  readonly #mostItems: number;
  readonly #mostWaiting: number;
  #waiting: Waiting<Item>[] = [];
  #running = false;

  /**
   * @param options.mostItems items of one write
   * @param options.mostWaiting items that may wait; more are refused
   */
  constructor(
    write: (items: readonly Item[]) => Promise<void>,
    options: { mostItems: number; mostWaiting: number },
  ) {
    this.#write = write;
    this.#mostItems = options.mostItems;
    this.#mostWaiting = options.mostWaiting;
  }

  /**
   * Resolves when the item was written.
   *
   * @throws DomainError `unavailable` when too many wait already
   * @throws whatever the write of its batch throws
   */
  add(item: Item): Promise<void> {
    if (this.#waiting.length >= this.#mostWaiting) {
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
      const batch = this.#waiting.splice(0, this.#mostItems);
      try {
        await this.#write(batch.map((waiting) => waiting.item));
        for (const waiting of batch) waiting.resolve();
      } catch (error) {
        for (const waiting of batch) waiting.reject(error);
      }
    }
    this.#running = false;
  }
}
