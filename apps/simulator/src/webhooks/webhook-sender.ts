import { randomUUID } from 'node:crypto';
import { Client } from 'undici';
import { Fifo } from '../bounded/fifo.ts';
import { attemptCall } from './attempt.ts';
import { signed } from './sign.ts';
import { targetOf } from './target.ts';
import type { Params, WebhookAnswer, WebhookCall } from './webhook-call.ts';

/** Connections to one origin: 64 open requests carry 4 000 callbacks/s at 16 ms. */
const connectionsPerOrigin = 64;

/** Origins with a pool of their own, and webhooks that may wait for a connection over all of them. */
const mostLanes = 64;
const mostWaiting = 200_000;

/** The connections to one origin: those made, and of them those with nothing to do, the last used first. */
type Lane = { clients: Client[]; idle: Client[]; connect: () => Client; waiting: Fifo<WebhookCall> };

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
    const target = targetOf(webhook.url);
    if (target === null) return false;
    const { url, origin, path, overrides } = target;
    let idempotencyToken: string | undefined;
    return this.#enqueue({
      origin,
      path,
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
    const clients = [...this.#lanes.values()].flatMap((lane) => lane.clients);
    await Promise.all(clients.map((client) => client.destroy()));
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
    const connect = () =>
      new Client(origin, { pipelining: 1, connect: { timeout: overrides.connectTimeoutMs } });
    const lane: Lane = { clients: [], idle: [], connect, waiting: new Fifo<WebhookCall>() };
    this.#lanes.set(key, lane);
    return lane;
  }

  #dropIdleLane(): boolean {
    for (const [key, lane] of this.#lanes) {
      if (lane.idle.length < lane.clients.length || lane.waiting.size > 0) continue;
      this.#lanes.delete(key);
      for (const client of lane.clients) void client.destroy();
      return true;
    }
    return false;
  }

  #pump(lane: Lane): void {
    while (lane.waiting.size > 0) {
      const client = idleClient(lane);
      if (client === undefined) return;
      const call = lane.waiting.take();
      if (call === undefined) return;
      this.#waiting -= 1;
      this.#open += 1;
      // A client that tells a failure is still clearing up: it may get the next call only afterwards.
      attemptCall(client, call, (answer) => queueMicrotask(() => this.#end(lane, client, call, answer)));
    }
  }

  #end(lane: Lane, client: Client, call: WebhookCall, answer: WebhookAnswer): void {
    lane.idle.push(client);
    this.#open -= 1;
    this.#settle(call, answer);
    this.#pump(lane);
    if (this.pending === 0) this.#onIdle?.();
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

/** A connection with nothing to do. A pool looks through all of its connections for one, this takes the last used. */
function idleClient(lane: Lane): Client | undefined {
  const idle = lane.idle.pop();
  if (idle !== undefined || lane.clients.length >= connectionsPerOrigin) return idle;
  const client = lane.connect();
  lane.clients.push(client);
  return client;
}
