import type { Simulator } from '../simulator.ts';
import { planTaps } from './plan-taps.ts';
import { mostTaps, type TapOrder } from './tap-order.ts';
import type { TapReport } from './tap-report.ts';
import { TapRun } from './tap-run.ts';

/** Runs whose reports are kept. */
const mostKept = 100;

/** Why an order of taps is not carried out. */
export class TapsRefused extends Error {
  override readonly name = 'TapsRefused';
}

/** The handsets' taps, one run after the other. */
export class Taps {
  #runs: TapRun[] = [];
  #named = 0;

  /** Sets the handsets of an order going. @throws TapsRefused */
  start(simulator: Simulator, order: TapOrder): TapReport {
    const running = this.#runs.find(({ report }) => !report.finished);
    if (running !== undefined) {
      throw new TapsRefused(
        `Run ${running.report.id} is under way; wait for its end, or reset the simulator.`,
      );
    }
    const plan = planTaps(simulator, order);
    if (plan.round.length === 0) {
      throw new TapsRefused(
        `No newest text of these handsets has a link to ${order.origin ?? 'this machine; name its origin to open another'}.`,
      );
    }
    if (plan.round.length * order.times > mostTaps) {
      throw new TapsRefused(
        `At most ${mostTaps} taps go in one run; name fewer handsets, or have them tap less often.`,
      );
    }
    this.#named += 1;
    const later = (delayMs: number, task: () => void) => simulator.pauses.after(delayMs, task);
    const run = new TapRun(order, plan, { id: `taps-${this.#named}`, wall: simulator.wall, later });
    this.#runs = [run, ...this.#runs].slice(0, mostKept);
    return run.report;
  }

  /** The reports, the newest first. */
  list(): TapReport[] {
    return this.#runs.map(({ report }) => report);
  }

  /** Stops what is under way and forgets all runs. */
  clear(): void {
    for (const run of this.#runs) run.stop();
    this.#runs = [];
  }
}
