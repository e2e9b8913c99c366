import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { Fifo } from '../bounded/fifo.ts';
import { attemptCall } from './attempt.ts';
import { splitOverrides } from './overrides.ts';
import { signed, type Params, type WebhookAnswer, type WebhookCall } from './webhook-call.ts';

/** Connections to one origin: 64 open requests carry 4 000 callbacks/s at 16 ms. */
const connectionsPerOrigin = 64;

/** Origins with a pool of their own, and webhooks that may wait for a connection over all of them. */
const mostLanes = 64;
const mostWaiting = 200_000;

type Lane = { pool: Pool; open: number; waiting: Fifo<WebhookCall> };

export type Webhook = {
  /** The configured address, with its fragment of overrides. */
  url: string;
  params: Params;
  /** The account's auth token; it signs. */
  token: string;
  /** Whether the answer's body is of interest. */
  wantsAnswer: boolean;
  onEnd: (answer: WebhookAnswer) => void;
};

type Options = {
  /** Runs a task after a pause in ms. */
  later: (delayMs: number, task: () => void) => void;
  retryDelayMs: () => number;
  onRetry: () => void;
};

/** Posts signed webhooks: a pool of kept-alive connections and a bounded queue per origin, and the carrier's retries. */
export class WebhookSender {
  readonly #options: Options;
  readonly #lanes = new Map<string, Lane>();
  #waiting = 0;
  #open = 0;
  #closed = false;
  #onIdle: (() => void) | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Webhooks that wait for a connection or an answer. */
  get pending(): number {
    return this.#waiting + this.#open;
  }

  /** Posts one webhook; false when it was dropped because too many wait. */
  post(webhook: Webhook): boolean {
    const { url, overrides } = splitOverrides(webhook.url);
    const target = URL.parse(url);
    if (target === null) return false;
    let idempotencyToken: string | undefined;
    return this.#enqueue({
      origin: target.origin,
      path: target.pathname + target.search,
      ...signed(url, webhook.params, webhook.token),
      idempotencyToken: () => (idempotencyToken ??= randomUUID()),
      overrides,
      wantsAnswer: webhook.wantsAnswer,
      onEnd: webhook.onEnd,
      attempt: 1,
    });
  }

  /** Ends what is open within the deadline, then cuts the connections. */
  async close(deadlineMs: number): Promise<void> {
    if (this.pending > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, deadlineMs);
        this.#onIdle = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#closed = true;
    await Promise.all([...this.#lanes.values()].map(({ pool }) => pool.destroy()));
  }

  /** Forgets everything that waits for a connection. */
  clear(): void {
    for (const lane of this.#lanes.values()) lane.waiting.clear();
    this.#waiting = 0;
  }

  #enqueue(call: WebhookCall): boolean {
    if (this.#closed || this.#waiting >= mostWaiting) return false;
    const lane = this.#laneFor(call);
    if (lane === undefined) return false;
    lane.waiting.push(call);
    this.#waiting += 1;
    this.#pump(lane);
    return true;
  }

  #laneFor({ origin, overrides }: WebhookCall): Lane | undefined {
    const key = `${origin} ${overrides.connectTimeoutMs}`;
    const known = this.#lanes.get(key);
    if (known !== undefined) return known;
    if (this.#lanes.size >= mostLanes && !this.#dropIdleLane()) return undefined;
    const pool = new Pool(origin, {
      connections: connectionsPerOrigin,
      pipelining: 1,
      connect: { timeout: overrides.connectTimeoutMs },
    });
    const lane = { pool, open: 0, waiting: new Fifo<WebhookCall>() };
    this.#lanes.set(key, lane);
    return lane;
  }

  #dropIdleLane(): boolean {
    for (const [key, lane] of this.#lanes) {
      if (lane.open > 0 || lane.waiting.size > 0) continue;
      this.#lanes.delete(key);
      void lane.pool.destroy();
      return true;
    }
    return false;
  }

  #pump(lane: Lane): void {
    while (lane.open < connectionsPerOrigin) {
      const call = lane.waiting.take();
      if (call === undefined) return;
      this.#waiting -= 1;
      lane.open += 1;
      this.#open += 1;
      attemptCall(lane.pool, call, (answer) => {
        lane.open -= 1;
        this.#open -= 1;
        this.#settle(call, answer);
        this.#pump(lane);
        if (this.pending === 0) this.#onIdle?.();
      });
    }
  }

  #settle(call: WebhookCall, answer: WebhookAnswer): void {
    const { retries, retryOn } = call.overrides;
    const mayRetry = !answer.ok && answer.failure !== undefined && retryOn.has(answer.failure);
    if (!mayRetry || call.attempt > retries) {
      call.onEnd(answer);
      return;
    }
    const delayMs = this.#options.retryDelayMs() * call.attempt;
    call.attempt += 1;
    this.#options.onRetry();
    this.#options.later(delayMs, () => {
      if (!this.#enqueue(call)) call.onEnd(answer);
    });
  }
}
