type Later = (delayMs: number, task: () => void) => void;

/** Who waits for a message's next callback to be through. */
export class CallbackWaits {
  readonly #later: Later;
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(later: Later) {
    this.#later = later;
  }

  /** Runs the task once, when the message's next callback is through or after `mostMs` at the latest. */
  untilTold(messageSid: string, mostMs: number, task: () => void): void {
    const tasks = this.#waiting.get(messageSid) ?? new Set();
    this.#waiting.set(messageSid, tasks);
    const once = () => {
      if (!tasks.delete(once)) return;
      if (tasks.size === 0) this.#waiting.delete(messageSid);
      task();
    };
    tasks.add(once);
    this.#later(mostMs, once);
  }

  /** Says that a callback of the message was answered or given up. */
  told(messageSid: string): void {
    if (this.#waiting.size === 0) return;
    for (const task of this.#waiting.get(messageSid) ?? []) task();
  }

  clear(): void {
    this.#waiting.clear();
  }
}
