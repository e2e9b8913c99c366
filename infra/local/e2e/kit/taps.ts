import { z } from 'zod';
import { waitUntil } from '../../src/wait-until.ts';
import { control } from './client.ts';
import type { Lab } from './lab.ts';

const report = z.object({
  id: z.string(),
  startedAt: z.iso.datetime(),
  finished: z.boolean(),
  planned: z.number(),
  asked: z.number(),
  redirected: z.number(),
  shown: z.number(),
  failed: z.number(),
  retried: z.number(),
  byStatus: z.record(z.string(), z.number()),
  refused: z.number(),
  unanswered: z.number(),
  problems: z.record(z.string(), z.number()),
});
export type TapReport = z.infer<typeof report>;

/** Longest a run may take, ms; a machine may be busy. */
const deadlineMs = 120_000;

/** A run of taps by the simulator's handsets. */
export class TapRun {
  readonly #lab: Lab;
  readonly #id: string;

  private constructor(lab: Lab, id: string) {
    this.#lab = lab;
    this.#id = id;
  }

  static async start(lab: Lab, order: Record<string, unknown>): Promise<TapRun> {
    const { id } = report.parse(await control(lab, '/taps', { method: 'POST', body: order }));
    return new TapRun(lab, id);
  }

  async read(): Promise<TapReport> {
    return report.parse(await control(this.#lab, `/taps/${this.#id}`));
  }

  /** Waits until so many taps were begun. */
  async begun(count: number): Promise<void> {
    await this.#until(`${count} taps`, ({ asked }) => asked >= count);
  }

  /** Waits for the end. @returns what the handsets saw */
  async ended(): Promise<TapReport> {
    return this.#until('the end of the taps', ({ finished }) => finished);
  }

  async #until(what: string, is: (seen: TapReport) => boolean): Promise<TapReport> {
    const look = async () => {
      const seen = await this.read();
      if (!is(seen)) throw new Error(JSON.stringify(seen));
      return seen;
    };
    return waitUntil(look, { what, deadlineMs, everyMs: 20 });
  }
}
