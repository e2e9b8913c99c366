import type { ServerResponse } from 'node:http';

/** A reader that takes nothing for this long is gone, ms. */
const stuckReaderMs = 30_000;

/** Writes Server-Sent Events; waits for slow readers, so that at most one event is kept for each. */
export class EventWriter {
  readonly #raw: ServerResponse;

  constructor(raw: ServerResponse) {
    this.#raw = raw;
  }

  /** Sends one event; `json` must be one line. */
  event(event: { name: string; id: string; json: string }): Promise<void> {
    return this.#write(`id: ${event.id}\nevent: ${event.name}\ndata: ${event.json}\n\n`);
  }

  /** Tells the browser how long to wait before it connects again, ms. */
  retry(ms: number): Promise<void> {
    return this.#write(`retry: ${ms}\n\n`);
  }

  heartbeat(): Promise<void> {
    return this.#write(': heartbeat\n\n');
  }

  end(): void {
    this.#raw.end();
  }

  async #write(text: string): Promise<void> {
    if (this.#raw.destroyed || this.#raw.write(text)) return;
    await new Promise<void>((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.#raw.off('drain', finish).off('close', finish);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#raw.destroy();
        finish();
      }, stuckReaderMs);
      this.#raw.once('drain', finish).once('close', finish);
    });
  }
}
