import { createCarrierLookup } from '@sms-crm/carriers/lookup';
import { assertConnectionsFit, assertSafeRole, createPool } from '@sms-crm/db/pool';
import type { Services } from '@sms-crm/domain/context/context';
import { usualSendTimes } from '@sms-crm/domain/sending/lease';
import { JobProducer } from '@sms-crm/queue/producer';
import { followDemoClock, systemClock } from '@sms-crm/runtime/clock';
import type { Lifecycle } from '@sms-crm/runtime/lifecycle';
import { LiveHub, publishLive } from '@sms-crm/runtime/live';
import type { Logger } from '@sms-crm/runtime/logger';
import type { ReadinessCheck } from '@sms-crm/runtime/metrics';
import { connectRedis, redisReady, type Redis } from '@sms-crm/runtime/redis';
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
  const pools = await openPools(opening);
  const { redis, live, producer } = await openRedis(opening);
  const clock = openClock(opening);
  const carriers = createCarrierLookup({
    baseUrl: env.CARRIER_BASE_URL ?? 'https://api.twilio.com',
    connections: carrierConnections,
    requestTimeoutMs: carrierTimeoutMs,
  });
  lifecycle.onClose('carrier connections', carriers.close);
  const services: Services = {
    ...pools,
    clock,
    random: Math.random,
    log,
    enqueue: (jobs) => producer.add(jobs),
    signal: (tenantId, topics) => publishLive(redis, tenantId, topics),
    mailer: () => Promise.reject(new Error('The sender delivers mails, from the outbox.')),
    carriers: carriers.lookup,
    settings: {
      publicApiUrl: env.PUBLIC_API_URL,
      shortLinkOrigin: env.SHORT_LINK_ORIGIN,
      callbackSecret: env.CALLBACK_SECRET,
      encryptionKey: env.ENCRYPTION_KEY,
      sendTimes: usualSendTimes,
    },
  };
  lifecycle.onClose('live signals', () => live.close());
  return { services, redis, live, checks: checksOf(pools, redis) };
}

async function openPools({ env, log, lifecycle }: Opening): Promise<Pick<Services, 'app' | 'system'>> {
  const app = createPool({
    url: env.APP_DATABASE_URL,
    role: 'sms_app',
    max: env.DB_POOL_SIZE,
    name: 'api',
    log,
  });
  const system = createPool({
    url: env.SYSTEM_DATABASE_URL,
    role: 'sms_system',
    max: env.SYSTEM_DB_POOL_SIZE,
    name: 'api',
    log,
  });
  lifecycle.onClose('database', async () => {
    await Promise.all([app.end(), system.end()]);
  });
  await assertSafeRole(app, 'sms_app');
  await assertSafeRole(system, 'sms_system');
  await assertConnectionsFit(
    app,
    Math.max(env.DB_CONNECTIONS_PLANNED, env.DB_POOL_SIZE + env.SYSTEM_DB_POOL_SIZE),
  );
  return { app, system };
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

function openClock({ env, log, lifecycle }: Opening): Services['clock'] {
  if (env.SIMULATOR_URL === undefined) return systemClock;
  const clock = followDemoClock({ simulatorUrl: env.CARRIER_BASE_URL ?? env.SIMULATOR_URL, log });
  lifecycle.onClose('demo clock', clock.close);
  return clock;
}

function checksOf({ app, system }: Pick<Services, 'app' | 'system'>, redis: Redis): ReadinessCheck[] {
  return [
    {
      name: 'database',
      check: async () => {
        await Promise.all([app.query('select 1'), system.query('select 1')]);
      },
    },
    {
      name: 'redis',
      check: async () => {
        await redis.ping();
      },
    },
  ];
}
