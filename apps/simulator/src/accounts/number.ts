import { z } from 'zod';

/** A phone in E.164. */
export const phoneSchema = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'must be a phone in E.164, e.g. +14155550100');

/** A number texts are sent from: E.164 or a short code. */
const senderSchema = z
  .string()
  .regex(/^(\+[1-9]\d{6,14}|\d{3,8})$/, 'must be E.164 or a short code of 3 to 8 digits');

export const numberTypes = ['long-code', 'toll-free', 'short-code', '10dlc'] as const;

/** What the registries said about a number: 10DLC campaign or toll-free verification. */
const registrations = ['approved', 'pending', 'suspended', 'none'] as const;

export const webhookUrl = z
  .url({ protocol: /^https?$/, error: 'must be an absolute http(s) address' })
  .max(4_000);

/** Parts per second; short codes go up to a hundred, a whole 10DLC campaign to 225. */
export const ratePartsSchema = z.number().positive().max(100_000);

export const numberSchema = z.strictObject({
  phone: senderSchema,
  type: z.enum(numberTypes),
  /** Where texts to this number are posted; null posts them nowhere. */
  smsUrl: webhookUrl.nullable().default(null),
  /** What becomes of texts from this number; `by-chance` follows the settings. */
  delivery: z
    .union([z.enum(['by-chance', 'delivered', 'sent']), z.int().min(10_000).max(99_999)])
    .default('by-chance'),
  /** Who answers STOP, START and HELP: by the number's type, or nobody but the application. */
  keywords: z.enum(['by-type', 'off']).default('by-type'),
  /** Parts per second that leave the number's queue; null takes the setting for its type. */
  rateParts: ratePartsSchema.nullable().default(null),
  /** Texts to +1 from a number that is not approved fail: 30034, 30035, 30033 or 30032. */
  registration: z.enum(registrations).default('approved'),
  friendlyName: z.string().max(64).default(''),
  statusCallback: webhookUrl.nullable().default(null),
  voiceUrl: webhookUrl.nullable().default(null),
  smsFallbackUrl: webhookUrl.nullable().default(null),
});

export type SendingNumber = z.infer<typeof numberSchema>;
export type NumberType = (typeof numberTypes)[number];
