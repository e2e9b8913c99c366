import type { Account } from '../accounts/account.ts';
import { chanceOf, pickWithin } from '../chance/chance.ts';
import type { Message, Status } from '../messages/message.ts';
import { moveMessage } from '../messages/move-message.ts';
import { count, countStatus } from '../messages/stats.ts';
import { pricePerPart, type Outcome, type Settings } from '../settings/settings.ts';
import type { Simulator } from '../simulator.ts';
import { sendStatusCallback } from '../webhooks/status-callback.ts';
import { carrierError } from './carrier-errors.ts';
import { chooseOutcome } from './choose-outcome.ts';

/** A message on its way; `open` counts the lines still running: its status and its price. */
type Journey = { message: Message; account: Account; outcome: Outcome; open: number };

/** Queue too long: the text left no more within its validity period. */
const validityExpired = 30_036;

/** Sends a queued message on its way through the statuses. */
export function deliver(simulator: Simulator, message: Message, account: Account): void {
  const delivery = account.numbers.get(message.from)?.delivery;
  const outcome = chooseOutcome(simulator.settings, message.to, delivery);
  scheduleNext(simulator, { message, account, outcome, open: 1 });
}

function scheduleNext(simulator: Simulator, journey: Journey): void {
  const status = nextStatus(journey);
  if (status === undefined) {
    endLine(simulator, journey);
    return;
  }
  const delayMs = delayOf(simulator.settings, journey.message, status);
  simulator.steps.after(delayMs, () => step(simulator, journey));
}

function step(simulator: Simulator, journey: Journey): void {
  if (simulator.settings.holdDelivery) {
    simulator.held.push(() => step(simulator, journey));
    return;
  }
  const { message } = journey;
  const waitedMs = simulator.now() - message.createdAtMs;
  if (message.status === 'queued' && waitedMs > message.validitySeconds * 1_000) {
    journey.outcome = validityExpired;
  }
  const status = nextStatus(journey);
  if (status === undefined) return;
  move(simulator, journey, status);
  if (status === 'sent') schedulePrice(simulator, journey);
  scheduleNext(simulator, journey);
}

function nextStatus({ message, outcome }: Journey): Status | undefined {
  const fails = typeof outcome === 'number' && carrierError(outcome).ends === 'failed';
  if (message.status === 'queued') return outcome === validityExpired ? 'failed' : 'sending';
  if (message.status === 'sending') return fails ? 'failed' : 'sent';
  if (message.status !== 'sent' || outcome === 'sent') return undefined;
  return outcome === 'delivered' ? 'delivered' : 'undelivered';
}

function delayOf(settings: Settings, message: Message, status: Status): number {
  const { sendingAfterMs, sentAfterMs, finalAfterMs } = settings;
  const range =
    status === 'sending' ? sendingAfterMs : message.status === 'sending' ? sentAfterMs : finalAfterMs;
  return pickWithin(range, chanceOf(settings.seed, message.to, message.ordinal, status));
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

/** The price appears some time after the text left; a text that never left is not charged. */
function schedulePrice(simulator: Simulator, journey: Journey): void {
  const { settings, steps, stats } = simulator;
  const { message } = journey;
  journey.open += 1;
  const delayMs = pickWithin(
    settings.priceAfterMs,
    chanceOf(settings.seed, message.to, message.ordinal, 'price'),
  );
  steps.after(delayMs, () => {
    message.priceMicros = message.parts * pricePerPart(simulator.settings, message.to);
    message.updatedAtMs = simulator.now();
    stats.outboundPriceMicros += message.priceMicros;
    endLine(simulator, journey);
  });
}

function endLine(simulator: Simulator, journey: Journey): void {
  journey.open -= 1;
  if (journey.open === 0) simulator.log.finish(journey.message);
}
