import { z } from 'zod';
import { refusalCodes } from '../rest/errors.ts';

/** Longest time an answer or a callback can be held back, ms. */
const longestMs = 3_600_000;

const pattern = z
  .string()
  .regex(/^\+?\d{1,15}\*?$/, 'must be a phone, or its beginning and a star')
  .optional();

/** Which events a rule strikes: of those that match it skips some, then takes each n-th, until it is used up. */
const aim = {
  /** A name of the caller's choice, unique; given one when absent. */
  id: z.string().min(1).max(64).optional(),
  to: pattern,
  from: pattern,
  skip: z.int().min(0).default(0),
  every: z.int().min(1).default(1),
  /** How often it strikes; null for ever. */
  times: z.int().min(1).nullable().default(null),
  /** Share of what is left that it strikes, by the seed. */
  probability: z.number().min(0).max(1).default(1),
  /** How long it is in force, ms of the carrier's time; null for ever. */
  forMs: z.int().min(1).nullable().default(null),
};

const onRequest = {
  ...aim,
  /** Creating a message, listing messages, or any other request of the API. */
  on: z.enum(['create', 'list', 'other']).default('create'),
};

/** Whether the request was carried out before it went wrong; only creating a message can be. */
const accepted = z.boolean().default(false);

const statuses = z
  .array(z.enum(['queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed', 'canceled']))
  .optional();
const onCallback = { ...aim, statuses };
const ms = z.int().min(0).max(longestMs);

/** One thing that goes wrong, and when. */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('refuse'),
    ...onRequest,
    code: z
      .int()
      .refine((code) => refusalCodes.has(code), 'is not an error the API refuses requests with')
      .default(20_429),
    retryAfterSeconds: z.int().min(0).max(3_600).nullable().default(null),
  }),
  z.strictObject({
    kind: z.literal('server-error'),
    ...onRequest,
    status: z.int().min(500).max(599).default(500),
    body: z.enum(['json', 'html']).default('json'),
    accepted,
  }),
  /** The answer comes late; not accepted means that the request is carried out late, too. */
  z.strictObject({ kind: z.literal('delay'), ...onRequest, ms, accepted }),
  z.strictObject({ kind: z.literal('reset'), ...onRequest, accepted }),
  z.strictObject({ kind: z.literal('callback-lost'), ...onCallback }),
  z.strictObject({
    kind: z.literal('callback-duplicate'),
    ...onCallback,
    copies: z.int().min(1).max(10).default(1),
  }),
  z.strictObject({ kind: z.literal('callback-late'), ...onCallback, ms }),
  /** Signed with another token than the account's. */
  z.strictObject({ kind: z.literal('callback-forged'), ...onCallback }),
  /** Waits until the message's next callback is through, or this long. */
  z.strictObject({ kind: z.literal('callback-reorder'), ...onCallback, ms: ms.default(10_000) }),
  /** The create request is answered after the message's first callback is through, or this long. */
  z.strictObject({ kind: z.literal('callback-early'), ...aim, ms: ms.default(5_000) }),
]);

export type FaultInput = z.output<typeof faultSchema>;
export type FaultKind = FaultInput['kind'];

/** What went wrong with a request: the rule's own settings. */
export type RequestFault = Extract<FaultInput, { on: string }>;
export type CallbackFault = Exclude<FaultInput, { on: string } | { kind: 'callback-early' }>;
export type EarlyFault = Extract<FaultInput, { kind: 'callback-early' }>;

/** What a rule is held against: a request or a callback. */
export type Event = { to: string; from: string };
