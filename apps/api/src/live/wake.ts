/** Why a wait ended: something changed, the time was up, or the end has come. */
export type Woken = 'changed' | 'time' | 'closed';

/** A bell that one waiter listens to: rung by changes, closed once for good. Rings between two waits are one ring. */
export class Wake {
  #changed = false;
  #closed = false;
  #notify: (() => void) | undefined;

  ring(): void {
    this.#changed = true;
    this.#notify?.();
  }

  close(): void {
    this.#closed = true;
    this.#notify?.();
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Waits for the next ring, at most `ms`. */
  async wait(ms: number): Promise<Woken> {
    await this.#until(ms, () => this.#changed || this.#closed);
    if (this.#closed) return 'closed';
    if (!this.#changed) return 'time';
    this.#changed = false;
    return 'changed';
  }

  /** Lets `ms` pass; only the end cuts it short, rings are kept. */
  async pause(ms: number): Promise<void> {
    await this.#until(ms, () => this.#closed);
  }

  #until(ms: number, done: () => boolean): Promise<void> {
    if (done() || ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.#notify = undefined;
        resolve();
      };
      const timer = setTimeout(finish, ms);
      this.#notify = () => {
        if (done()) finish();
      };
    });
  }
}
