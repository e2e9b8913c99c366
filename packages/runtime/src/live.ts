import type { Logger } from './logger.ts';
import { keyPrefix, type Redis } from './redis.ts';

/** Signals kept per tenant for those who come back after a short loss. */
const keptSignals = 500;

/** A tenant's signals are forgotten after this long without a new one, s. */
const keptSeconds = 3_600;

/** One wait for new signals, ms; also how soon a new tenant's stream is listened to at the latest. */
const waitMs = 1_000;

const streamOf = (tenantId: string) => `${keyPrefix}:live:${tenantId}`;

/** Tells all API processes that the things behind these topics changed. Redis away: nobody is told, pages poll. */
export async function publishLive(redis: Redis, tenantId: string, topics: readonly string[]): Promise<void> {
  if (topics.length === 0) return;
  const pipeline = redis.pipeline();
  for (const topic of new Set(topics)) {
    pipeline.xadd(streamOf(tenantId), 'MAXLEN', '~', keptSignals, '*', 'topic', topic);
  }
  pipeline.expire(streamOf(tenantId), keptSeconds);
  await pipeline.exec();
}

type Listener = (position: string) => void;

/**
 * Listens to the signals of those tenants that have listeners, on one connection of its own.
 * A signal says only that something changed; whoever listens then reads the whole current state, so a lost signal costs a delay, never a fact.
 */
export class LiveHub {
  readonly #redis: Redis;
  readonly #log: Logger;
  readonly #listeners = new Map<string, Map<string, Set<Listener>>>();
  readonly #positions = new Map<string, string>();
  /** When tenants without a position yet got their first listener, on the clock of `performance`. */
  readonly #since = new Map<string, number>();
  #running: Promise<void> | undefined;
  #closed = false;

  /** @param redis a blocking connection that nobody else uses */
  constructor(redis: Redis, log: Logger) {
    this.#redis = redis;
    this.#log = log;
  }

  /** Whether signals arrive now; while they don't, listeners look by themselves from time to time. */
  get connected(): boolean {
    return this.#redis.status === 'ready';
  }

  /**
   * Calls `listener` with the signal's position whenever the topic of this tenant changes.
   *
   * @returns a function that ends it
   */
  subscribe(tenantId: string, topic: string, listener: Listener): () => void {
    const topics = this.#listeners.get(tenantId) ?? new Map<string, Set<Listener>>();
    this.#listeners.set(tenantId, topics);
    if (topics.size === 0) this.#since.set(tenantId, performance.now());
    const listeners = topics.get(topic) ?? new Set<Listener>();
    topics.set(topic, listeners);
    listeners.add(listener);
    this.#running ??= this.#run();
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) topics.delete(topic);
      if (topics.size > 0) return;
      this.#listeners.delete(tenantId);
      this.#positions.delete(tenantId);
      this.#since.delete(tenantId);
    };
  }

  async close(): Promise<void> {
    const { connected } = this;
    this.#closed = true;
    this.#redis.disconnect();
    // Commands that wait for a lost connection are never told that it won't come back.
    if (connected) await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#closed && this.#listeners.size > 0) {
      try {
        await this.#readOnce();
      } catch (error) {
        if (this.#closed) return;
        this.#log.debug({ err: error }, 'live signals are away');
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    }
    this.#running = undefined;
    if (!this.#closed && this.#listeners.size > 0) this.#running = this.#run();
  }

  async #readOnce(): Promise<void> {
    const tenants = [...this.#listeners.keys()];
    await this.#pinPositions(tenants);
    const streams = tenants.map(streamOf);
    const positions = tenants.map((tenantId) => this.#positions.get(tenantId) ?? '$');
    const answer = await this.#redis.xread(
      'COUNT',
      1_000,
      'BLOCK',
      waitMs,
      'STREAMS',
      ...streams,
      ...positions,
    );
    for (const [stream, entries] of answer ?? []) {
      const tenantId = stream.slice(streamOf('').length);
      for (const [position, fields] of entries) this.#deliver(tenantId, position, fields[1] ?? '');
    }
  }

  /** Reading begins at the moment of the first listener, told in Redis' time, so that nothing after it is missed. */
  async #pinPositions(tenants: readonly string[]): Promise<void> {
    if (tenants.every((tenantId) => this.#positions.has(tenantId))) return;
    const [seconds, microseconds] = await this.#redis.time();
    const redisMs = Number(seconds) * 1_000 + Number(microseconds) / 1_000;
    for (const [tenantId, since] of this.#since) {
      const subscribedMs = Math.floor(redisMs - (performance.now() - since));
      this.#positions.set(tenantId, `${subscribedMs - 1}-0`);
    }
    this.#since.clear();
  }

  #deliver(tenantId: string, position: string, topic: string): void {
    if (!this.#positions.has(tenantId)) return;
    this.#positions.set(tenantId, position);
    for (const listener of this.#listeners.get(tenantId)?.get(topic) ?? []) listener(position);
  }
}
