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

const webhookUrl = z.url({ protocol: /^https?$/, error: 'must be an absolute http(s) address' }).max(4_000);

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
});

export const accountSchema = z.strictObject({
  sid: z.string().regex(/^AC[0-9a-fA-F]{32}$/, 'must be AC and 32 hex digits'),
  token: z.string().min(1).max(128),
  numbers: z.array(numberSchema).max(1_000).default([]),
});

export type SendingNumber = z.infer<typeof numberSchema>;
export type NumberType = (typeof numberTypes)[number];

export type Account = Readonly<{
  sid: string;
  token: string;
  /** The only `Authorization` header the account's requests may carry. */
  authorization: Buffer;
  numbers: ReadonlyMap<string, SendingNumber>;
}>;
