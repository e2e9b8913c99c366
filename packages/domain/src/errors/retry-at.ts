import { carrierDays } from '../capacity/read-days.ts';
import type { RetryRule } from './carrier-codes.ts';

/** Share of a pause that chance adds, so that what failed together does not come back together. */
const jitter = 0.2;

/** After midnight there, texts come back spread over this time, ms. */
const morningMs = 10 * 60_000;

/**
 * When a failed text is tried again.
 *
 * @param retries times it was tried again already
 * @param random 0 to 1
 * @returns null when it was tried as often as its code allows
 */
export function retryAt(rule: RetryRule, input: { now: Date; retries: number; random: number }): Date | null {
  const { now, retries, random } = input;
  if (retries >= rule.most) return null;
  if (rule.after === 'next-carrier-day') {
    return new Date(nextCarrierDay(now).getTime() + random * morningMs);
  }
  return new Date(now.getTime() + rule.after * 2 ** retries * (1 + jitter * random));
}

/** The next midnight in Los Angeles, where carriers count their days. */
export function nextCarrierDay(now: Date): Date {
  const hours = new Intl.DateTimeFormat('en-US', {
    timeZone: carrierDays.zone,
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: carrierDays.zone });
  const today = day.format(now);
  // Clocks change there on the hour, so midnight is a whole hour of UTC.
  let hour = Math.floor(now.getTime() / 3_600_000) + 1;
  while (day.format(hour * 3_600_000) === today || hours.format(hour * 3_600_000) !== '00') hour += 1;
  return new Date(hour * 3_600_000);
}
