import type { NumberType, SendingNumber, StopConfirmer, WarmUpReason } from '@sms-crm/contracts/numbers';
import type { Registration, RegistrationKind } from '@sms-crm/contracts/registrations';
import type { Tone } from '../ui/status-mark.tsx';

const typeWords: Record<NumberType, string> = {
  'long-code': 'long code',
  '10dlc': '10DLC',
  'toll-free': 'toll-free',
  'short-code': 'short code',
};

/** A type of number as people write it; the word itself when it is unknown. */
export function numberTypeWords(type: string): string {
  return Object.entries(typeWords).find(([key]) => key === type)?.[1] ?? type;
}

export const stopConfirmerWords: Record<StopConfirmer, string> = {
  carrier: 'The carrier',
  network: 'The toll-free network',
  self: 'We do',
};

export const warmUpReasonWords: Record<WarmUpReason, string> = {
  started: 'The warm-up began',
  advanced: 'The day before went well',
  filtered: 'Carriers filtered too much, so it fell back',
  idle: 'It was idle for long, so it fell back',
  skipped: 'The warm-up was skipped',
};

export const registrationStatusWords: Record<Registration['status'], { tone: Tone; words: string }> = {
  pending: { tone: 'warn', words: 'Pending' },
  approved: { tone: 'good', words: 'Approved' },
  suspended: { tone: 'bad', words: 'Suspended' },
};

export const registrationKindWords: Record<RegistrationKind, string> = {
  '10dlc': '10DLC campaign',
  'toll-free': 'Toll-free verification',
  'short-code': 'Short code programme',
};

/** What a number can do now, in a word. */
export function numberState(number: SendingNumber, killed: boolean): { tone: Tone; words: string } {
  if (killed) return { tone: 'bad', words: 'Kill switch is on' };
  if (number.accountStopped) return { tone: 'bad', words: 'Account stopped' };
  if (number.stopped) return { tone: 'bad', words: 'Stopped' };
  if (number.registration && number.registration.status !== 'approved') {
    return { tone: 'warn', words: 'Not approved' };
  }
  if (number.warmUp) return { tone: 'info', words: 'Warming up' };
  return { tone: 'good', words: 'Ready' };
}
