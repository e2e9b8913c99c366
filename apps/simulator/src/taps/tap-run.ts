import { Agent } from 'undici';
import { Fifo } from '../bounded/fifo.ts';
import { count } from '../messages/stats.ts';
import { openLink, type Opened } from './open-link.ts';
import type { Tap, TapPlan } from './plan-taps.ts';
import type { TapOrder } from './tap-order.ts';
import { emptyTapReport, type TapReport } from './tap-report.ts';

/** How often is looked whether more taps are due, ms. */
const turnMs = 10;

/** Pause before the first retry, ms; each further one is twice as long, up to the longest. */
const firstPauseMs = 250;
const longestPauseMs = 4_000;

type Options = { id: string; wall: () => number; later: (delayMs: number, task: () => void) => void };

/** Taps under way: begun at a steady pace, each tried until it is answered or its tries are used up. */
export class TapRun {
  readonly report: TapReport;
  readonly #options: Options;
  readonly #order: TapOrder;
  readonly #round: readonly Tap[];
  readonly #agent: Agent;
  readonly #again = new Fifo<{ tap: Tap; tries: number }>();
  readonly #startedAtMs: number;
  #open = 0;

  constructor(order: TapOrder, { round, handsets }: TapPlan, options: Options) {
    this.#options = options;
    this.#order = order;
    this.#round = round;
    this.#startedAtMs = options.wall();
    this.#agent = new Agent({
      connections: order.open,
      pipelining: 1,
      connect: { timeout: order.timeoutMs },
    });
    const { id } = options;
    const planned = round.length * order.times;
    this.report = emptyTapReport({ id, startedAtMs: this.#startedAtMs, handsets, planned });
    this.#turn();
  }

  /** Begins no more taps and cuts the connections. */
  stop(): void {
    if (this.report.finished) return;
    this.report.stopped = true;
    this.#finish();
  }

  #turn(): void {
    const { report } = this;
    if (report.finished) return;
    if (report.redirected + report.shown + report.failed === report.planned) {
      this.#finish();
      return;
    }
    while (this.#open < this.#order.open) {
      const next = this.#again.take() ?? this.#nextTap();
      if (next === undefined) break;
      void this.#try(next.tap, next.tries);
    }
    this.#options.later(turnMs, () => this.#turn());
  }

  /** The next tap of the plan, when its time has come. */
  #nextTap(): { tap: Tap; tries: number } | undefined {
    const { report } = this;
    const dueAtMs = this.#startedAtMs + (report.asked / this.#order.perSecond) * 1_000;
    if (report.asked >= report.planned || dueAtMs > this.#options.wall()) return undefined;
    const tap = this.#round[report.asked % this.#round.length];
    if (tap === undefined) return undefined;
    report.asked += 1;
    return { tap, tries: 0 };
  }

  async #try(tap: Tap, tries: number): Promise<void> {
    this.#open += 1;
    const { timeoutMs, retries } = this.#order;
    const opened = await openLink(this.#agent, tap.link, { headers: tap.headers, timeoutMs });
    this.#open -= 1;
    if (this.report.finished) return;
    this.#note(opened);
    if (!isPassing(opened)) this.#settle(opened);
    else if (tries >= retries) this.report.failed += 1;
    else {
      this.report.retried += 1;
      this.#options.later(pauseMs(opened, tries), () => this.#again.push({ tap, tries: tries + 1 }));
    }
  }

  #note(opened: Opened): void {
    if ('status' in opened) {
      count(this.report.byStatus, opened.status);
      return;
    }
    this.report[opened.missing] += 1;
    count(this.report.problems, opened.problem);
  }

  #settle(opened: Opened): void {
    const status = 'status' in opened ? opened.status : 0;
    if (status >= 200 && status < 300) this.report.shown += 1;
    else if (status >= 300 && status < 400) this.report.redirected += 1;
    else this.report.failed += 1;
  }

  #finish(): void {
    this.report.finished = true;
    void this.#agent.destroy();
  }
}

/** Whether another try may fare better. */
function isPassing(opened: Opened): boolean {
  return !('status' in opened) || opened.status === 429 || opened.status >= 500;
}

function pauseMs(opened: Opened, tries: number): number {
  const own = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(tries, 10));
  return 'status' in opened ? Math.max(own, opened.waitMs) : own;
}
