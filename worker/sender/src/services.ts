import { createCarrierLookup } from '@sms-crm/carriers/lookup';
import { outside } from '@sms-crm/carriers/outside';
import { createCarrierSetups } from '@sms-crm/carriers/setup';
import { openProcessPools } from '@sms-crm/db/process-pools';
import type { Services } from '@sms-crm/domain/context/context';
import { JobProducer } from '@sms-crm/queue/producer';
import { publishWake } from '@sms-crm/queue/wake';
import { openClock } from '@sms-crm/runtime/clock';
import type { Lifecycle } from '@sms-crm/runtime/lifecycle';
import { publishLive } from '@sms-crm/runtime/live';
import type { Logger } from '@sms-crm/runtime/logger';
import type { ReadinessCheck } from '@sms-crm/runtime/metrics';
import { connectRedis, redisCheck, redisReady, type Redis } from '@sms-crm/runtime/redis';
import { TokenBuckets } from '@sms-crm/runtime/token-buckets';
import type { SenderEnv } from './env.ts';
import { logMailer } from './log-mailer.ts';

/** Longest wait for Redis at the start, ms. */
const redisDeadlineMs = 10_000;

/** Connections for single texts, as a share of those for campaigns. */
const singlesShare = 0.2;

type Opening = { env: SenderEnv; log: Logger; lifecycle: Lifecycle };

/** Requests open at the same time, for campaigns and for single texts. */
export function slotSizes(env: SenderEnv): { bulk: number; now: number } {
  return { bulk: env.CARRIER_CONNECTIONS, now: Math.ceil(env.CARRIER_CONNECTIONS * singlesShare) };
}

/** Opens everything the sender works with; each part closes with the process, in reverse order. */
export async function openServices(opening: Opening): Promise<{
  services: Services;
  redis: Redis;
  producer: JobProducer;
  /** Ends the carrier requests that are open; see `createCarrierLookup`. */
  cutCarriers: () => Promise<void>;
  checks: ReadinessCheck[];
}> {
  const { env, log, lifecycle } = opening;
  const { check, ...pools } = await openProcessPools({
    name: 'sender',
    app: { url: env.APP_DATABASE_URL, max: env.DB_POOL_SIZE },
    system: { url: env.SYSTEM_DATABASE_URL, max: env.SYSTEM_DB_POOL_SIZE },
    elsewhere: env.DB_CONNECTIONS_ELSEWHERE,
    log,
    lifecycle,
  });
  const { redis, producer } = await openRedis(opening);
  const { bulk, now } = slotSizes(env);
  const sides = { baseUrl: env.CARRIER_BASE_URL ?? null, realUrl: env.TWILIO_BASE_URL };
  const carriers = createCarrierLookup({
    ...sides,
    connections: bulk + now,
    requestTimeoutMs: env.REQUEST_TIMEOUT_MS,
  });
  lifecycle.onClose('carrier connections', carriers.close);
  const setups = createCarrierSetups({ ...sides, requestTimeoutMs: env.REQUEST_TIMEOUT_MS });
  lifecycle.onClose('carrier settings', setups.close);
  const services: Services = {
    ...pools,
    clock: openClock({ simulatorUrl: env.SIMULATOR_URL && env.CARRIER_BASE_URL, log, lifecycle }),
    random: Math.random,
    log,
    enqueue: (jobs) => producer.add(jobs),
    signal: (tenantId, topics) => publishLive(redis, tenantId, topics),
    wakePump: () => publishWake(redis),
    mailer: logMailer(log),
    carriers: carriers.lookup,
    setup: { carrier: setups.lookup, outside },
    rates: new TokenBuckets(redis),
    settings: {
      publicApiUrl: env.PUBLIC_API_URL,
      shortLinkOrigin: env.SHORT_LINK_ORIGIN,
      simulatorOrigin: env.SIMULATOR_URL && new URL(env.SIMULATOR_URL).origin,
      callbackSecret: env.CALLBACK_SECRET,
      encryptionKey: env.ENCRYPTION_KEY,
      formerEncryptionKey: env.FORMER_ENCRYPTION_KEY,
      countryDatabase: env.COUNTRY_DATABASE,
      sendTimes: {
        leaseMs: env.LEASE_MS,
        requestTimeoutMs: env.REQUEST_TIMEOUT_MS,
        reconcileWaitMs: env.RECONCILE_WAIT_MS,
        reconcileGapMs: env.RECONCILE_GAP_MS,
      },
      followUp: {
        agesMs: {
          first: env.FOLLOW_UP_FIRST_MS,
          second: env.FOLLOW_UP_SECOND_MS,
          last: env.FOLLOW_UP_LAST_MS,
        },
        gapMs: env.FOLLOW_UP_GAP_MS,
      },
    },
  };
  const checks = [check, redisCheck(redis), lifecycle.readiness];
  return { services, redis, producer, cutCarriers: carriers.cut, checks };
}

async function openRedis({ env, log, lifecycle }: Opening): Promise<{ redis: Redis; producer: JobProducer }> {
  const redis = connectRedis({ url: env.REDIS_URL, name: 'sender', log });
  lifecycle.onClose('Redis', () => redis.disconnect());
  await redisReady(redis, redisDeadlineMs);
  const producer = await JobProducer.open({ url: env.REDIS_URL, name: 'sender', log });
  lifecycle.onClose('job producer', () => producer.close());
  return { redis, producer };
}
