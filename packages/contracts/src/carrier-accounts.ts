import { z } from 'zod';
import { numberType } from './numbers.ts';
import { id, label, phone, timestamp } from './scalars.ts';

/**
 * - `simulated`: at the built-in simulator; nobody is reached
 * - `setup`: at the real carrier; sends test texts only, until everything on its checklist is done
 * - `live`: reaches people
 */
export const carrierStages = ['simulated', 'setup', 'live'] as const;
export const carrierStage = z.enum(carrierStages);
export type CarrierStage = z.infer<typeof carrierStage>;

/** What must be done before an account goes live, in the order of the page. */
export const goLiveCheckTitles = {
  credentials: 'The carrier accepts the account SID and token',
  'public-url': 'The carrier can reach this installation',
  webhooks: 'The numbers post replies to this installation',
  registration: 'The carriers approved the numbers',
  'test-text': 'You received a test text',
  budget: 'A budget is set',
  'quiet-hours': 'You know the hours in which texting is allowed',
} as const satisfies Record<string, string>;

export type GoLiveCheckName = keyof typeof goLiveCheckTitles;
export const goLiveCheckNames = Object.keys(goLiveCheckTitles).filter(
  (key): key is GoLiveCheckName => key in goLiveCheckTitles,
);

export const goLiveCheck = z.object({
  name: z.enum(goLiveCheckNames),
  title: z.string(),
  /** `open` was not tried yet; `failed` needs what `detail` says. */
  state: z.enum(['done', 'failed', 'open']),
  /** What was found, or what to do now. */
  detail: z.string(),
  at: timestamp.nullable(),
});
export type GoLiveCheck = z.infer<typeof goLiveCheck>;

export const carrierAccount = z.object({
  id,
  name: z.string(),
  carrier: z.enum(['twilio']),
  accountSid: z.string(),
  stage: carrierStage,
  /** What texts to its numbers are posted to. */
  webhookUrl: z.string(),
  /** Until then webhooks signed with the token before the last rotation are accepted too. */
  formerTokenUntil: timestamp.nullable(),
  stopped: z.object({ at: timestamp, code: z.string().nullable() }).nullable(),
  wentLiveAt: timestamp.nullable(),
  createdAt: timestamp,
  /** Empty for simulated accounts, which never go live. */
  checklist: z.array(goLiveCheck),
  /** Whether everything on the checklist is done. */
  ready: z.boolean(),
});
export type CarrierAccount = z.infer<typeof carrierAccount>;
export const carrierAccounts = z.object({ items: z.array(carrierAccount) });

const authToken = z
  .string()
  .trim()
  .regex(/^\S{8,128}$/, 'Paste the auth token as it is shown: 8 to 128 characters without spaces')
  .meta({ examples: ['00000000000000000000000000000000'] });

export const createCarrierAccount = z.object({
  name: label(60),
  accountSid: z
    .string()
    .trim()
    .regex(/^AC[0-9a-fA-F]{32}$/, 'An account SID is AC and 32 hexadecimal digits')
    .meta({ examples: ['AC00000000000000000000000000000000'] }),
  authToken,
});
export type CreateCarrierAccount = z.infer<typeof createCarrierAccount>;

/** `quietHoursKnown` is a person's word that they know in which hours texting is allowed. */
export const updateCarrierAccount = z.object({
  name: label(60).optional(),
  quietHoursKnown: z.boolean().optional(),
});
export type UpdateCarrierAccount = z.infer<typeof updateCarrierAccount>;

/** A new token of the same account; the former one is accepted for 24 hours more. */
export const rotateCarrierToken = z.object({ authToken });

/** How far a number is registered: `missing` where a registration is needed and there is none. */
export const registrationState = z.enum(['approved', 'pending', 'suspended', 'missing', 'not-needed']);
export type RegistrationState = z.infer<typeof registrationState>;

/** A number as the carrier lists it. */
export const carrierNumber = z.object({
  phone,
  type: numberType,
  name: z.string(),
  registration: z.object({ state: registrationState, name: z.string().nullable() }),
  /** Where its texts are posted now. */
  webhook: z.enum(['ours', 'elsewhere', 'none']),
  imported: z.boolean(),
});
export type CarrierNumber = z.infer<typeof carrierNumber>;

/** Without `phones` it only looks; those it names are imported and point to this installation afterwards. */
export const syncNumbers = z.object({ phones: z.array(phone).max(200).default([]) });
export type SyncNumbers = z.input<typeof syncNumbers>;
export const syncedNumbers = z.object({ items: z.array(carrierNumber) });

/** A test text to a phone of one's own; `numberId` is one of the account's numbers, its first one when absent. */
export const sendCarrierTest = z.object({ phone, numberId: id.optional() });
export type SendCarrierTest = z.infer<typeof sendCarrierTest>;
export const sentCarrierTest = z.object({ messageId: id });

export const confirmCarrierTest = z.object({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, 'The code has six digits')
    .meta({ examples: ['000000'] }),
});

/** `defaultNumberId`: what campaigns send from that name no number; the account's fastest one when absent. */
export const goLive = z.object({ defaultNumberId: id.optional() });
export type GoLive = z.infer<typeof goLive>;
