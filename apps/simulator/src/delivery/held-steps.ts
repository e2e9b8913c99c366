import { Fifo } from '../bounded/fifo.ts';

/** Steps that came due while delivery was held; as many as there are unfinished messages at most. */
export class HeldSteps {
  readonly #steps = new Fifo<() => void>();

  get size(): number {
    return this.#steps.size;
  }

  push(step: () => void): void {
    this.#steps.push(step);
  }

  /** Hands every held step back in the order it came. */
  release(schedule: (step: () => void) => void): void {
    for (let step = this.#steps.take(); step !== undefined; step = this.#steps.take()) schedule(step);
  }

  clear(): void {
    this.#steps.clear();
  }
}
