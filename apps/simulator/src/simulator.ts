import { AccountBook } from './accounts/account-book.ts';
import { DemoClock } from './clock/demo-clock.ts';
import { NumberQueues } from './delivery/number-queues.ts';
import { FaultBook } from './faults/fault-book.ts';
import type { Weather } from './faults/weather.ts';
import { RequestLimits } from './rest/limits.ts';
import { CarrierTime } from './timing/carrier-time.ts';
import { RequestLog } from './truth/request-log.ts';
import { Truth } from './truth/truth.ts';
import { CallbackWaits } from './webhooks/callback-waits.ts';
import { HeldSteps } from './delivery/held-steps.ts';
import { Feed } from './handsets/feed.ts';
import { describeUpdate } from './handsets/describe-update.ts';
import { Threads } from './handsets/threads.ts';
import { Blocks } from './keywords/blocks.ts';
import { MessageLog } from './messages/message-log.ts';
import { emptyStats, type Stats } from './messages/stats.ts';
import { defaultSettings, type Settings } from './settings/settings.ts';
import { Taps } from './taps/taps.ts';
import { TimerWheel } from './timing/timer-wheel.ts';
import { WebhookSender } from './webhooks/webhook-sender.ts';

/** The state of the simulated carrier; verbs take it as their first argument. */
export type Simulator = {
  /** The carrier's time, ms; tests can hold it and move it ahead. */
  readonly now: () => number;
  readonly time: CarrierTime;
  /** The machine's clock, ms. */
  readonly wall: () => number;
  readonly accounts: AccountBook;
  readonly log: MessageLog;
  readonly threads: Threads;
  readonly blocks: Blocks;
  readonly clock: DemoClock;
  /** What is still to happen to messages. */
  readonly steps: TimerWheel;
  /** Answers held back and pauses before retries, by the machine's clock: a client's own deadlines run by it. */
  readonly pauses: TimerWheel;
  readonly held: HeldSteps;
  readonly queues: NumberQueues;
  readonly faults: FaultBook;
  readonly limits: RequestLimits;
  readonly requests: RequestLog;
  readonly truth: Truth;
  readonly callbackWaits: CallbackWaits;
  readonly webhooks: WebhookSender;
  readonly taps: Taps;
  readonly feed: Feed;
  settings: Settings;
  weather: Weather;
  stats: Stats;
};

/** Builds an empty carrier. `now` is the machine's clock in ms. */
export function createSimulator(options: {
  seed: string;
  maxMessages: number;
  requestsKept?: number;
  now?: () => number;
}): Simulator {
  const wall = options.now ?? Date.now;
  const time = new CarrierTime(wall);
  const { now } = time;
  const pauses = new TimerWheel(wall);
  const feed: Feed = new Feed(() => describeUpdate(simulator));
  const threads = new Threads((phone) => feed.touch(phone));
  const webhooks = new WebhookSender({
    later: (delayMs, task) => pauses.after(delayMs, task),
    retryDelayMs: () => simulator.settings.callbackRetryDelayMs,
    onRetry: () => {
      simulator.stats.callbacks.retried += 1;
    },
  });
  const simulator: Simulator = {
    now,
    time,
    wall,
    accounts: new AccountBook(),
    log: new MessageLog(options.maxMessages, (message) => threads.forget(message)),
    threads,
    blocks: new Blocks(),
    clock: new DemoClock(now),
    steps: new TimerWheel(now),
    pauses,
    held: new HeldSteps(),
    queues: new NumberQueues(),
    faults: new FaultBook(now, () => simulator.settings.seed),
    limits: new RequestLimits(wall),
    requests: new RequestLog(options.requestsKept ?? 1_000),
    truth: new Truth(),
    callbackWaits: new CallbackWaits((delayMs, task) => pauses.after(delayMs, task)),
    webhooks,
    taps: new Taps(),
    feed,
    weather: 'calm',
    settings: { ...defaultSettings, seed: options.seed },
    stats: emptyStats(),
  };
  return simulator;
}
