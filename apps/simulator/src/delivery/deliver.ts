import type { Account } from '../accounts/account.ts';
import { drawWithin } from '../chance/chance.ts';
import type { Message, Status } from '../messages/message.ts';
import { moveMessage } from '../messages/move-message.ts';
import { count, countStatus } from '../messages/stats.ts';
import type { Outcome, Settings } from '../settings/settings.ts';
import type { Simulator } from '../simulator.ts';
import { sendStatusCallback } from '../webhooks/status-callback.ts';
import { carrierError } from './carrier-errors.ts';
import { chargeSent } from './charge.ts';
import { chooseOutcome } from './choose-outcome.ts';
import { isQueueFull } from './is-queue-full.ts';
import { rateOf } from './number-queues.ts';

/** A message on its way; `open` counts the lines still running: its status and its price. */
type Journey = { message: Message; account: Account; outcome: Outcome; open: number; queuedAtMs: number };

/** Why a text fails before it leaves the carrier. */
const queueOverflow = 30_001;
const validityExpired = 30_036;
const stoppedRecipient = 21_610;

/** Sends a message that was taken on its way through the statuses. */
export function deliver(simulator: Simulator, message: Message, account: Account): void {
  const number = account.numbers.get(message.from);
  const outcome = chooseOutcome(simulator.settings, message.to, number);
  scheduleNext(simulator, { message, account, outcome, open: 1, queuedAtMs: message.createdAtMs });
}

function scheduleNext(simulator: Simulator, journey: Journey): void {
  const status = nextStatus(journey);
  if (status === undefined) {
    endLine(simulator, journey);
    return;
  }
  const delayMs = delayUntil(simulator, journey, status);
  simulator.steps.after(delayMs, () => step(simulator, journey));
}

function step(simulator: Simulator, journey: Journey): void {
  if (simulator.settings.holdDelivery) {
    simulator.held.push(() => step(simulator, journey));
    return;
  }
  const { message } = journey;
  const refusal = earlyEnd(simulator, journey);
  if (refusal !== undefined) journey.outcome = refusal;
  const status = refusal === undefined ? nextStatus(journey) : 'failed';
  if (status !== undefined) move(simulator, journey, status);
  if (status === 'queued') journey.queuedAtMs = simulator.now();
  if (status === 'sent') {
    journey.open += 1;
    chargeSent(simulator, message, () => endLine(simulator, journey));
  }
  scheduleNext(simulator, journey);
}

/** Why a text goes no further: what a messaging service finds out only now, or a queue that was too long. */
function earlyEnd(simulator: Simulator, { message, account, queuedAtMs }: Journey): number | undefined {
  if (message.status === 'accepted' || message.status === 'scheduled') {
    if (simulator.blocks.has(message.from, message.to)) return stoppedRecipient;
    return isQueueFull(simulator, account.numbers.get(message.from)) ? queueOverflow : undefined;
  }
  if (message.status !== 'queued') return undefined;
  const waitedMs = simulator.now() - queuedAtMs;
  return waitedMs > message.validitySeconds * 1_000 ? validityExpired : undefined;
}

function nextStatus({ message: { status }, outcome }: Journey): Status | undefined {
  if (status === 'scheduled' || status === 'accepted') return 'queued';
  if (status === 'queued') return 'sending';
  if (status === 'sending') {
    return typeof outcome === 'number' && carrierError(outcome).ends === 'failed' ? 'failed' : 'sent';
  }
  if (status !== 'sent' || outcome === 'sent') return undefined;
  return outcome === 'delivered' ? 'delivered' : 'undelivered';
}

function delayUntil(simulator: Simulator, journey: Journey, status: Status): number {
  const { message } = journey;
  if (message.status === 'scheduled') return Math.max(0, (message.sendAtMs ?? 0) - simulator.now());
  if (message.status === 'accepted') return 0;
  const delayMs = delayOf(simulator.settings, message, status);
  return message.status === 'queued' ? Math.max(delayMs, waitInQueue(simulator, journey)) : delayMs;
}

/** Takes a place in the number's queue; a text that would leave too late takes none and ends when its time is up. */
function waitInQueue(simulator: Simulator, { message, account, queuedAtMs }: Journey): number {
  const rateParts = rateOf(simulator.settings, account.numbers.get(message.from));
  if (rateParts === null) return 0;
  const nowMs = simulator.now();
  const turnMs = simulator.queues.turnAt(message.from, nowMs);
  const lastMs = queuedAtMs + message.validitySeconds * 1_000;
  if (turnMs > lastMs) return lastMs - nowMs + 1;
  simulator.queues.enter(message.from, nowMs, { parts: message.parts, rateParts });
  return turnMs - nowMs;
}

function delayOf(settings: Settings, message: Message, status: Status): number {
  const { sendingAfterMs, sentAfterMs, finalAfterMs } = settings;
  const range =
    status === 'sending' ? sendingAfterMs : message.status === 'sending' ? sentAfterMs : finalAfterMs;
  return drawWithin(range, settings.seed, message.to, message.ordinal, status);
}

function move(simulator: Simulator, { message, account, outcome }: Journey, status: Status): void {
  const before = message.status;
  moveMessage(message, status, simulator.now());
  if (typeof outcome === 'number' && (status === 'failed' || status === 'undelivered')) {
    message.errorCode = outcome;
    count(simulator.stats.byErrorCode, outcome);
  }
  if (message.direction === 'outbound-api') countStatus(simulator.stats, before, status);
  simulator.threads.touch(message.to);
  sendStatusCallback(simulator, message, account.token);
}

function endLine(simulator: Simulator, journey: Journey): void {
  journey.open -= 1;
  if (journey.open === 0) simulator.log.finish(journey.message);
}
