import { setImmediate as nextTurn } from 'node:timers/promises';

/** So long one piece of work may hold up whatever else the process does, ms. */
const mostMs = 5;

/** Lets others have their turn whenever long work has used up its own. */
export class Turns {
  #endsAt = performance.now() + mostMs;

  /** Call between two steps. */
  async pass(): Promise<void> {
    if (performance.now() < this.#endsAt) return;
    await nextTurn();
    this.#endsAt = performance.now() + mostMs;
  }
}
