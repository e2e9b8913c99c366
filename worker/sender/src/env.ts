import { z } from 'zod';
import { usualElsewhere, usualPools } from '@sms-crm/db/pool-sizes';
import { usualFollowUp } from '@sms-crm/domain/follow-up/times';
import { usualSendTimes } from '@sms-crm/domain/sending/lease';
import { baseEnv, envAmount, envBaseUrl, envCount, envKey, envOrigin, envSecret } from '@sms-crm/runtime/env';

/** What the sender reads from its environment. */
export const senderEnv = baseEnv
  .extend({
    APP_DATABASE_URL: z.string(),
    SYSTEM_DATABASE_URL: z.string(),
    REDIS_URL: z.string(),
    /** What carriers post to; it stands in the callback URLs. */
    PUBLIC_API_URL: envBaseUrl,
    SHORT_LINK_ORIGIN: envOrigin,
    CALLBACK_SECRET: envSecret,
    ENCRYPTION_KEY: envKey,
    /** The key before it, while a rotation seals tokens anew. */
    FORMER_ENCRYPTION_KEY: envKey.optional(),
    /** Where texts of simulated carrier accounts go; without it there can be none. */
    CARRIER_BASE_URL: z.url().optional(),
    /** Where texts of real carrier accounts go; Twilio's own address when absent. */
    TWILIO_BASE_URL: z.url().optional(),
    /** The built-in simulator, when there is one. */
    SIMULATOR_URL: z.url().optional(),
    /** Carrier requests open at the same time; a fifth more are kept for single texts. */
    CARRIER_CONNECTIONS: envCount.default(100),
    /** Campaign batches worked on at the same time; enough that requests never wait for a claim. */
    BULK_CONCURRENCY: envCount.default(6),
    DB_POOL_SIZE: envCount.default(usualPools.sender.app),
    SYSTEM_DB_POOL_SIZE: envCount.default(usualPools.sender.system),
    /** Connections that all other processes of the installation may open. */
    DB_CONNECTIONS_ELSEWHERE: envAmount.default(usualElsewhere('sender')),
    /** A file in MMDB format that tells the countries of clicks; without it only tenants with one of their own see countries. */
    COUNTRY_DATABASE: z.string().optional(),
    /** See `SendTimes`; a lease must leave time for requests before it ends. */
    LEASE_MS: envCount.default(usualSendTimes.leaseMs),
    REQUEST_TIMEOUT_MS: envCount.default(usualSendTimes.requestTimeoutMs),
    RECONCILE_WAIT_MS: envCount.default(usualSendTimes.reconcileWaitMs),
    RECONCILE_GAP_MS: envCount.default(usualSendTimes.reconcileGapMs),
    /** See `FollowUpTimes`. */
    FOLLOW_UP_FIRST_MS: envCount.default(usualFollowUp.agesMs.first),
    FOLLOW_UP_SECOND_MS: envCount.default(usualFollowUp.agesMs.second),
    FOLLOW_UP_LAST_MS: envCount.default(usualFollowUp.agesMs.last),
    FOLLOW_UP_GAP_MS: envCount.default(usualFollowUp.gapMs),
  })
  .refine((env) => env.LEASE_MS >= 2 * env.REQUEST_TIMEOUT_MS, {
    path: ['LEASE_MS'],
    error: 'must be at least twice REQUEST_TIMEOUT_MS',
  });
export type SenderEnv = z.infer<typeof senderEnv>;
