import { AccountBook } from './accounts/account-book.ts';
import { DemoClock } from './clock/demo-clock.ts';
import { HeldSteps } from './delivery/held-steps.ts';
import { Feed } from './handsets/feed.ts';
import { describeUpdate } from './handsets/describe-update.ts';
import { Threads } from './handsets/threads.ts';
import { Blocks } from './keywords/blocks.ts';
import { MessageLog } from './messages/message-log.ts';
import { emptyStats, type Stats } from './messages/stats.ts';
import { defaultSettings, type Settings } from './settings/settings.ts';
import { TimerWheel } from './timing/timer-wheel.ts';
import { WebhookSender } from './webhooks/webhook-sender.ts';

/** The state of the simulated carrier; verbs take it as their first argument. */
export type Simulator = {
  readonly now: () => number;
  readonly accounts: AccountBook;
  readonly log: MessageLog;
  readonly threads: Threads;
  readonly blocks: Blocks;
  readonly clock: DemoClock;
  /** What is still to happen to messages. */
  readonly steps: TimerWheel;
  /** Answers held back by the create latency and pauses before retries. */
  readonly pauses: TimerWheel;
  readonly held: HeldSteps;
  readonly webhooks: WebhookSender;
  readonly feed: Feed;
  settings: Settings;
  stats: Stats;
};

/** Builds an empty carrier. `now` is the wall clock in ms. */
export function createSimulator(options: {
  seed: string;
  maxMessages: number;
  now?: () => number;
}): Simulator {
  const now = options.now ?? Date.now;
  const pauses = new TimerWheel(now);
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
    accounts: new AccountBook(),
    log: new MessageLog(options.maxMessages, (message) => threads.forget(message)),
    threads,
    blocks: new Blocks(),
    clock: new DemoClock(now),
    steps: new TimerWheel(now),
    pauses,
    held: new HeldSteps(),
    webhooks,
    feed,
    settings: { ...defaultSettings, seed: options.seed },
    stats: emptyStats(),
  };
  return simulator;
}
