import { setTimeout as sleep } from 'node:timers/promises';
import type { Hit } from '@sms-crm/domain/links/hit-stream';
import type { Logger } from '@sms-crm/runtime/logger';
import { Counter, Gauge, type Registry } from '@sms-crm/runtime/metrics';
import type { HitWay } from './hit-ways.ts';

/** Hits wait at most this long for company, ms. */
const gatherMs = 20;

/** Failures of the usual way after which the other one is taken, and how long it is left alone then, ms. */
const mostFailures = 2;
const leftAloneMs = 1_000;

/** Hits kept while neither way is open: about 60 MB. More are dropped, counted and logged; the redirect goes on. */
const mostWaiting = 100_000;

/** Pause after both ways failed, ms. */
const retryMs = 250;

/** Longest the end of the process waits for somebody to take the rest, ms. */
const closeMs = 4_000;

/** Hands hits over in batches, so that no redirect waits for it: by the usual way, and by the other one while that is closed. */
export class HitBuffer {
  readonly #usual: HitWay;
  readonly #other: HitWay;
  readonly #log: Logger;
  readonly #dropped: Counter;
  #waiting: Hit[] = [];
  #running: Promise<void> | undefined;
  #closed = false;
  #failures = 0;
  #usualAgainAt = Number.NEGATIVE_INFINITY;

  constructor(ways: { usual: HitWay; other: HitWay }, options: { log: Logger; registry: Registry }) {
    this.#usual = ways.usual;
    this.#other = ways.other;
    this.#log = options.log;
    this.#dropped = new Counter({
      name: 'sms_clicks_dropped_total',
      help: 'Clicks lost because Redis and the database were away for too long',
      registers: [options.registry],
    });
    const waiting = () => this.#waiting.length;
    const gauge = new Gauge({
      name: 'sms_clicks_waiting',
      help: 'Clicks not handed over yet',
      registers: [],
      collect() {
        this.set(waiting());
      },
    });
    options.registry.registerMetric(gauge);
  }

  /** Takes a hit; it is handed over within some 20 ms. */
  push(hit: Hit): void {
    if (this.#waiting.length >= mostWaiting) {
      this.#drop(1);
      return;
    }
    this.#waiting.push(hit);
    this.#running ??= this.#run();
  }

  /** Hands over what still waits; what nobody takes in time is lost and counted. */
  async close(): Promise<void> {
    this.#closed = true;
    const late = AbortSignal.timeout(closeMs);
    while (this.#waiting.length > 0 && !late.aborted) {
      await Promise.race([this.#running ?? this.#run(), sleep(closeMs, undefined, { ref: false })]);
    }
    if (this.#waiting.length > 0) this.#drop(this.#waiting.length);
    this.#waiting = [];
  }

  async #run(): Promise<void> {
    if (!this.#closed) await sleep(gatherMs);
    while (this.#waiting.length > 0) {
      const full = this.#waiting.length >= this.#usual.most;
      await this.#flush();
      if (!full && !this.#closed && this.#waiting.length > 0) await sleep(gatherMs);
    }
    this.#running = undefined;
  }

  async #flush(): Promise<void> {
    if (performance.now() >= this.#usualAgainAt) {
      if (await this.#hand(this.#usual)) {
        if (this.#failures >= mostFailures) this.#log.info('clicks go to Redis again');
        this.#failures = 0;
        return;
      }
      this.#failures += 1;
      if (this.#failures < mostFailures && !this.#closed) return;
      if (this.#failures === mostFailures) this.#log.warn('Redis is away: clicks go to the database');
      this.#usualAgainAt = performance.now() + leftAloneMs;
    }
    if (!(await this.#hand(this.#other))) await sleep(retryMs);
  }

  /** @returns whether the batch was taken; if not it stays, and what was taken all the same is known by its ids */
  async #hand(way: HitWay): Promise<boolean> {
    const batch = this.#waiting.slice(0, way.most);
    try {
      await way.hand(batch);
      this.#waiting.splice(0, batch.length);
      return true;
    } catch (error) {
      this.#log.debug({ err: error, waiting: this.#waiting.length }, 'clicks could not be handed over');
      return false;
    }
  }

  #drop(count: number): void {
    this.#dropped.inc(count);
    this.#log.error({ count }, 'clicks were dropped: Redis and the database are away for too long');
  }
}
