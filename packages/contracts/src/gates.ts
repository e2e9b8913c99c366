import { z } from 'zod';

/** What a message is for; decides which gates it meets. */
export const messageKinds = [
  'campaign-marketing',
  'campaign-transactional',
  'reply',
  'auto-reply',
  'test',
  'opt-in-request',
  'help',
  'opt-out-confirmation',
] as const;
export const messageKind = z.enum(messageKinds);
export type MessageKind = z.infer<typeof messageKind>;

/** The checks before a send, in the order that decides which refusal is recorded. */
export const gateOrder = [
  'kill-switch',
  'campaign-state',
  'do-not-contact',
  'consent',
  'suppression',
  'quiet-hours',
  'budget',
  'warm-up',
  'rate-limit',
] as const;
export type GateName = (typeof gateOrder)[number];

/** What an entry of scope `marketing` on the do-not-contact list forbids. */
export const marketingKinds: readonly MessageKind[] = ['campaign-marketing', 'opt-in-request'];

type Applies = Record<MessageKind, boolean>;

const all: Applies = {
  'campaign-marketing': true,
  'campaign-transactional': true,
  reply: true,
  'auto-reply': true,
  test: true,
  'opt-in-request': true,
  help: true,
  'opt-out-confirmation': true,
};
const none: Applies = {
  'campaign-marketing': false,
  'campaign-transactional': false,
  reply: false,
  'auto-reply': false,
  test: false,
  'opt-in-request': false,
  help: false,
  'opt-out-confirmation': false,
};
const campaigns: Applies = { ...none, 'campaign-marketing': true, 'campaign-transactional': true };
const marketing: Applies = { ...none, 'campaign-marketing': true };

/** Which gate applies to which kind of message. */
export const gateApplies: Record<GateName, Applies> = {
  'kill-switch': all,
  'campaign-state': campaigns,
  'do-not-contact': { ...all, help: false, 'opt-out-confirmation': false },
  consent: marketing,
  suppression: marketing,
  'quiet-hours': { ...marketing, 'auto-reply': true, 'opt-in-request': true },
  budget: all,
  'warm-up': all,
  'rate-limit': all,
};
