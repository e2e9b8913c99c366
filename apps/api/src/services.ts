import { createCarrierLookup } from '@sms-crm/carriers/lookup';
import { outside } from '@sms-crm/carriers/outside';
import { createCarrierSetups } from '@sms-crm/carriers/setup';
import { requestDeadlines } from '@sms-crm/db/pool';
import { openProcessPools } from '@sms-crm/db/process-pools';
import type { Services } from '@sms-crm/domain/context/context';
import { usualFollowUp } from '@sms-crm/domain/follow-up/times';
import { usualSendTimes } from '@sms-crm/domain/sending/lease';
import { JobProducer } from '@sms-crm/queue/producer';
import { publishWake } from '@sms-crm/queue/wake';
import { openClock } from '@sms-crm/runtime/clock';
import type { Lifecycle } from '@sms-crm/runtime/lifecycle';
import { LiveHub, publishLive } from '@sms-crm/runtime/live';
import type { Logger } from '@sms-crm/runtime/logger';
import type { ReadinessCheck } from '@sms-crm/runtime/metrics';
import { connectRedis, redisCheck, redisReady, type Redis } from '@sms-crm/runtime/redis';
import { TokenBuckets } from '@sms-crm/runtime/token-buckets';
import type { ApiEnv } from './env.ts';

/** Longest wait for Redis at the start, ms. */
const redisDeadlineMs = 10_000;

/** The API itself only asks carriers now and then; most of what it does with them is checking signatures. */
const carrierConnections = 4;
const carrierTimeoutMs = 10_000;

type Opening = { env: ApiEnv; log: Logger; lifecycle: Lifecycle };

/**
 * Opens everything the API works with; each part closes with the process, in reverse order.
 *
 * @throws Error naming the cause when a database role is unsafe or something does not answer
 */
export async function openServices(opening: Opening): Promise<{
  services: Services;
  redis: Redis;
  live: LiveHub;
  checks: ReadinessCheck[];
}> {
  const { env, log, lifecycle } = opening;
  const { check, ...pools } = await openProcessPools({
    name: 'api',
    app: { url: env.APP_DATABASE_URL, max: env.DB_POOL_SIZE },
    system: { url: env.SYSTEM_DATABASE_URL, max: env.SYSTEM_DB_POOL_SIZE },
    elsewhere: env.DB_CONNECTIONS_ELSEWHERE,
    deadlines: requestDeadlines,
    log,
    lifecycle,
  });
  const { redis, live, producer } = await openRedis(opening);
  const clock = openClock({
    simulatorUrl: env.SIMULATOR_URL && (env.CARRIER_BASE_URL ?? env.SIMULATOR_URL),
    log,
    lifecycle,
  });
  const sides = { baseUrl: env.CARRIER_BASE_URL ?? null, realUrl: env.TWILIO_BASE_URL };
  const carriers = createCarrierLookup({
    ...sides,
    connections: carrierConnections,
    requestTimeoutMs: carrierTimeoutMs,
  });
  lifecycle.onClose('carrier connections', carriers.close);
  const setups = createCarrierSetups({ ...sides, requestTimeoutMs: carrierTimeoutMs });
  lifecycle.onClose('carrier settings', setups.close);
  const services: Services = {
    ...pools,
    clock,
    random: Math.random,
    log,
    enqueue: (jobs) => producer.add(jobs),
    signal: (tenantId, topics) => publishLive(redis, tenantId, topics),
    wakePump: () => publishWake(redis),
    mailer: () => Promise.reject(new Error('The sender delivers mails, from the outbox.')),
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
      sendTimes: usualSendTimes,
      followUp: usualFollowUp,
    },
  };
  lifecycle.onClose('live signals', () => live.close());
  return { services, redis, live, checks: [check, redisCheck(redis)] };
}

async function openRedis({
  env,
  log,
  lifecycle,
}: Opening): Promise<{ redis: Redis; live: LiveHub; producer: JobProducer }> {
  const open = (name: string, blocking = false) => connectRedis({ url: env.REDIS_URL, name, log, blocking });
  const redis = open('api');
  const live = new LiveHub(open('api-live', true), log);
  lifecycle.onClose('Redis', () => redis.disconnect());
  await redisReady(redis, redisDeadlineMs);
  const producer = await JobProducer.open({ url: env.REDIS_URL, name: 'api', log });
  lifecycle.onClose('job producer', () => producer.close());
  return { redis, live, producer };
}
