import { z } from 'zod';
import { ratePartsSchema } from '../accounts/number.ts';

const longestDelayMs = 3_600_000;

const range = z
  .strictObject({
    min: z.int().min(0).max(longestDelayMs),
    max: z.int().min(0).max(longestDelayMs),
  })
  .refine(({ min, max }) => min <= max, 'min must not be above max');

const share = z.number().min(0).max(1);

const errorCode = z.int().min(10_000).max(99_999);

/** What becomes of a text: delivered, left at `sent` as carriers without reports do, or failed with a code. */
const outcome = z.union([z.literal('delivered'), z.literal('sent'), errorCode]);

/** What Twilio's Lookup calls the lines of phones. */
const lineType = z.enum([
  'mobile',
  'landline',
  'fixedVoip',
  'nonFixedVoip',
  'tollFree',
  'premium',
  'pager',
  'voicemail',
  'unknown',
]);

export type LineType = z.infer<typeof lineType>;

const rate = ratePartsSchema.nullable();

export type Outcome = z.infer<typeof outcome>;

const fields = {
  /** All randomness follows from it: same seed and same requests, same outcomes. */
  seed: z.string().min(1).max(64),
  /** Time until a create request is answered, ms. */
  createLatencyMs: range,
  /** Time from each status to the next, ms. */
  sendingAfterMs: range,
  sentAfterMs: range,
  finalAfterMs: range,
  /** Time from `sent` until the price appears, ms. */
  priceAfterMs: range,
  /** Share of phones, 0–1, that never get a text. */
  failureRate: share,
  /** Error code → weight among the failures. */
  failureMix: z.record(
    z.string().regex(/^\d{5}$/, 'must be an error code of five digits'),
    z.number().min(0),
  ),
  /** Phone → outcome, before all chance. */
  outcomes: z.record(z.string().max(16), outcome).refine((phones) => Object.keys(phones).length <= 10_000, {
    message: 'at most 10 000 phones can have an outcome of their own',
  }),
  /** Micro-dollars per part, where no prefix of the phone has a price of its own. */
  pricePerPartMicros: z.int().min(0).max(1_000_000_000),
  /** Digits a phone begins with (without the plus) → micro-dollars per part; the longest one counts. */
  pricePerPartByPrefix: z
    .record(z.string().regex(/^\d{1,7}$/, 'must be 1 to 7 digits'), z.int().min(0).max(1_000_000_000))
    .refine((prices) => Object.keys(prices).length <= 2_000, {
      message: 'at most 2 000 prefixes can have a price',
    }),
  inboundPricePerPartMicros: z.int().min(0).max(1_000_000_000),
  /** Statuses that are told to the status callback; the initial one never is. */
  callbackStatuses: z
    .array(z.enum(['queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed', 'canceled']))
    .max(7),
  /** Pause before a callback is tried again, ms. */
  callbackRetryDelayMs: z.int().min(0).max(longestDelayMs),
  /** Parts per second that leave a number without a rate of its own; null: no queue. */
  ratePartsByType: z.strictObject({
    'long-code': rate,
    '10dlc': rate,
    'toll-free': rate,
    'short-code': rate,
  }),
  /** Length of a number's queue, seconds at its rate. */
  queueSeconds: z.int().min(1).max(1_000_000),
  /** Share of texts, 0–1, whose price never appears, and of those that cost `priceDriftFactor` times the list's price. */
  priceMissingRate: share,
  priceDriftRate: share,
  priceDriftFactor: z.number().min(0).max(100),
  /** Time until a message shows in lists, ms. */
  listLagMs: range,
  /** Most messages on one page of a list, whatever page size is asked for. */
  listMaxPageSize: z.int().min(1).max(1_000),
  /** Least time between a request and the `SendAt` it asks for, s; the carrier's pages name 300 and 900. */
  scheduleMinSeconds: z.int().min(0).max(86_400),
  /** Whether a text can still be canceled when it is queued; the carrier's error pages say it can't. */
  cancelQueued: z.boolean(),
  /** Phone → line type, before chance, and the shares of landline, fixed VoIP and unknown phones. */
  lineTypes: z.record(z.string().max(16), lineType).refine((phones) => Object.keys(phones).length <= 10_000, {
    message: 'at most 10 000 phones can have a line type of their own',
  }),
  landlineRate: share,
  voipRate: share,
  unknownLineRate: share,
  /** Holds every message before its next status until it is false again. */
  holdDelivery: z.boolean(),
};

const settingsSchema = z.strictObject(fields);

/** A change of some settings; the others stay. */
export const settingsChangeSchema = settingsSchema.partial();

export type Settings = z.infer<typeof settingsSchema>;

/** Pleasant for a demo: a text arrives after one to four seconds, one phone in fifty is out of reach. */
export const defaultSettings: Settings = {
  seed: 'simulator',
  createLatencyMs: { min: 15, max: 25 },
  sendingAfterMs: { min: 20, max: 100 },
  sentAfterMs: { min: 180, max: 700 },
  finalAfterMs: { min: 800, max: 3_200 },
  priceAfterMs: { min: 5_000, max: 5_000 },
  failureRate: 0.02,
  failureMix: { 30003: 45, 30005: 25, 30006: 20, 30007: 10 },
  outcomes: {},
  pricePerPartMicros: 7_900,
  pricePerPartByPrefix: {},
  inboundPricePerPartMicros: 7_900,
  callbackStatuses: ['sent', 'delivered', 'undelivered', 'failed'],
  callbackRetryDelayMs: 250,
  ratePartsByType: { 'long-code': null, '10dlc': null, 'toll-free': null, 'short-code': null },
  queueSeconds: 36_000,
  priceMissingRate: 0,
  priceDriftRate: 0,
  priceDriftFactor: 1.1,
  listLagMs: { min: 0, max: 0 },
  listMaxPageSize: 1_000,
  scheduleMinSeconds: 900,
  cancelQueued: false,
  lineTypes: {},
  landlineRate: 0.05,
  voipRate: 0.03,
  unknownLineRate: 0.02,
  holdDelivery: false,
};
