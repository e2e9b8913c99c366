import { setTimeout as sleep } from 'node:timers/promises';
import { clickField, clickStream, encodeClick, type Click } from '@sms-crm/domain/links/click-stream';
import type { Logger } from '@sms-crm/runtime/logger';
import { Counter, Gauge, withDeadline, type Registry } from '@sms-crm/runtime/metrics';
import type { Redis } from '@sms-crm/runtime/redis';

/** Clicks wait at most this long for company, ms. */
const gatherMs = 20;

/** Clicks sent in one round trip. */
const batchSize = 500;

/** Clicks kept while Redis is away: about 40 MB. More are dropped, counted and logged; the redirect goes on. */
const mostWaiting = 100_000;

/** Pause before Redis is tried again, and longest wait for one answer, ms. */
const retryMs = 250;
const answerMs = 2_500;

/** Longest the end of the process waits for Redis to take the rest, ms. */
const closeMs = 4_000;

/** Hands clicks to the stream in batches, so that no redirect waits for it. */
export class ClickBuffer {
  readonly #redis: Redis;
  readonly #log: Logger;
  readonly #dropped: Counter;
  readonly #gauge: Gauge;
  #waiting: Click[] = [];
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(redis: Redis, options: { log: Logger; registry: Registry }) {
    this.#redis = redis;
    this.#log = options.log;
    const registers = [options.registry];
    this.#dropped = new Counter({
      name: 'sms_clicks_dropped_total',
      help: 'Clicks lost because Redis was away for too long',
      registers,
    });
    this.#gauge = new Gauge({
      name: 'sms_clicks_waiting',
      help: 'Clicks not handed to the stream yet',
      registers,
    });
  }

  /** Takes a click; it is in the stream within some 20 ms. */
  push(click: Click): void {
    if (this.#waiting.length >= mostWaiting) {
      this.#drop(1);
      return;
    }
    this.#waiting.push(click);
    this.#gauge.inc();
    this.#running ??= this.#run();
  }

  /** Hands over what still waits; what Redis does not take in time is lost and counted. */
  async close(): Promise<void> {
    this.#closed = true;
    const late = AbortSignal.timeout(closeMs);
    while (this.#waiting.length > 0 && !late.aborted) {
      await (this.#running ?? this.#flush());
    }
    if (this.#waiting.length > 0) this.#drop(this.#waiting.length);
  }

  async #run(): Promise<void> {
    await sleep(gatherMs);
    while (this.#waiting.length > 0) {
      const taken = await this.#flush();
      if (!taken && this.#closed) break;
    }
    this.#running = undefined;
  }

  /** @returns whether Redis took the batch; after a failure it stays, a click that was taken all the same is known by its hit id */
  async #flush(): Promise<boolean> {
    const batch = this.#waiting.slice(0, batchSize);
    try {
      await withDeadline(this.#send(batch), answerMs, 'Redis (clicks)');
      this.#waiting = this.#waiting.slice(batch.length);
      this.#gauge.set(this.#waiting.length);
      return true;
    } catch (error) {
      this.#log.debug({ err: error, waiting: this.#waiting.length }, 'clicks wait for Redis');
      await sleep(retryMs);
      return false;
    }
  }

  async #send(batch: readonly Click[]): Promise<void> {
    const pipeline = this.#redis.pipeline();
    for (const click of batch) pipeline.xadd(clickStream, '*', clickField, encodeClick(click));
    const answers = await pipeline.exec();
    const failed = answers?.find(([error]) => error !== null);
    if (answers === null || failed !== undefined) throw failed?.[0] ?? new Error('Redis gave no answer');
  }

  #drop(count: number): void {
    this.#dropped.inc(count);
    this.#log.error({ count }, 'clicks were dropped: Redis is away for too long');
  }
}
