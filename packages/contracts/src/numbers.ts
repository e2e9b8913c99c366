import { z } from 'zod';
import { pageOf } from './paging.ts';
import { waitReason } from './reasons.ts';
import { registrationStatus } from './registrations.ts';
import { id, phone, timestamp } from './scalars.ts';

export const numberTypes = ['long-code', '10dlc', 'toll-free', 'short-code'] as const;
export const numberType = z.enum(numberTypes);
export type NumberType = z.infer<typeof numberType>;

/**
 * Parts a second that carriers take from one number: what they give at first, and the most they publish (Twilio: long code 1, toll-free 3
 * and on request 10, short code 100; a 10DLC number has the rate of its campaign, at most 225).
 */
export const numberRates = {
  'long-code': { usual: 1, most: 1 },
  '10dlc': { usual: 1, most: 225 },
  'toll-free': { usual: 3, most: 10 },
  'short-code': { usual: 100, most: 100 },
} as const satisfies Record<NumberType, { usual: number; most: number }>;

/** Who answers a STOP with the one confirmation: the carrier, the toll-free network, or we. */
export const stopConfirmers = ['carrier', 'network', 'self'] as const;
export const stopConfirmer = z.enum(stopConfirmers);
export type StopConfirmer = z.infer<typeof stopConfirmer>;

/** Why a number's level in its warm-up changed. */
export const warmUpReasons = ['started', 'advanced', 'filtered', 'idle', 'skipped'] as const;
export const warmUpReason = z.enum(warmUpReasons);
export type WarmUpReason = z.infer<typeof warmUpReason>;

/** Texts of a number booked on some days, and what became of them; rates are shares of `handedOver`, null when there is none. */
export const numberHealth = z.object({
  handedOver: z.int(),
  delivered: z.int(),
  failed: z.int(),
  /** Filtered by the carrier (30007). */
  filtered: z.int(),
  optOuts: z.int(),
  failedRate: z.number().nullable(),
  filteredRate: z.number().nullable(),
  optOutRate: z.number().nullable(),
});
export type NumberHealth = z.infer<typeof numberHealth>;

/** `allowance` is null at the top of the ramp, where nothing but the carrier limits the number any more. */
export const warmUpState = z.object({ level: z.int(), allowance: z.int().nullable(), usedParts: z.int() });

export const sendingNumber = z.object({
  id,
  phone,
  type: numberType,
  /** Parts a second the carrier takes. */
  rateParts: z.number().positive(),
  isDefault: z.boolean(),
  stopConfirmer,
  registration: z.object({ id, name: z.string(), status: registrationStatus }).nullable(),
  /** Null when the number is warmed or needs no ramp. */
  warmUp: warmUpState.nullable(),
  /** The last seven days with today. */
  health: numberHealth,
  /** Set while nothing may go from it: since when, the carrier's code if there is one, and what it means. */
  stopped: z.object({ at: timestamp, code: z.string().nullable(), words: z.string() }).nullable(),
  /** Set while the carrier refuses the account of the number: since when, why, and what to do. */
  accountStopped: z.object({ at: timestamp, words: z.string(), fix: z.string() }).nullable(),
});
export type SendingNumber = z.infer<typeof sendingNumber>;
export const numberPage = pageOf(sendingNumber);

/** One day of the ramp. `usedParts` is null for days to come, which are as the results allow. */
export const warmUpRung = z.object({
  when: z.enum(['past', 'today', 'next']),
  day: z.iso.date(),
  level: z.int(),
  allowance: z.int().nullable(),
  usedParts: z.int().nullable(),
  /** Why the level became this one on that day. */
  reason: warmUpReason.nullable(),
});

export const numberDetail = sendingNumber.extend({
  /** Parts of each day of the ramp. */
  warmUpCurve: z.array(z.int()),
  /** The most parts a second that may be set. */
  mostRateParts: z.number(),
  ladder: z.array(warmUpRung),
  /** About how many parts wait for it, over all campaigns. */
  queueParts: z.int(),
  shares: z.array(
    z.object({
      campaignId: id,
      name: z.string(),
      waiting: z.int(),
      reason: waitReason,
      words: z.string(),
      nextAt: timestamp.nullable(),
    }),
  ),
});
export type NumberDetail = z.infer<typeof numberDetail>;

/**
 * What may be changed of a number. `warmUp: 'start'` puts it at the first day of its ramp, `'skip'` takes it off; a new curve holds from
 * now on. Stopping keeps its share of each campaign waiting.
 */
export const updateNumber = z
  .object({
    rateParts: z.number().min(0.01).max(1_000),
    warmUpCurve: z.array(z.int().min(1).max(1_000_000)).min(1).max(60).nullable(),
    warmUp: z.enum(['start', 'skip']),
    stopped: z.boolean(),
    isDefault: z.literal(true),
    stopConfirmer,
    registrationId: id.nullable(),
  })
  .partial();
export type UpdateNumber = z.infer<typeof updateNumber>;
