import { Redis } from 'ioredis';
import type { Logger } from './logger.ts';
import type { ReadinessCheck } from './metrics.ts';

export type { Redis };

/** Longest wait for one ordinary command, ms; the caller treats a late Redis as an absent one. */
const commandTimeoutMs = 2_000;

/** Longest pause between two tries to connect again, ms. */
const maxReconnectPauseMs = 1_000;

/**
 * A Redis connection that fails fast: while Redis is away commands reject at once, and it reconnects by itself.
 *
 * @param options.blocking for connections that wait in XREAD or belong to BullMQ workers: no command deadline, commands wait for the connection
 */
export function connectRedis(options: { url: string; name: string; log: Logger; blocking?: boolean }): Redis {
  let said = '';
  const redis = new Redis(options.url, {
    connectionName: options.name,
    connectTimeout: 5_000,
    keepAlive: 10_000,
    enableAutoPipelining: options.blocking !== true,
    enableOfflineQueue: options.blocking === true,
    maxRetriesPerRequest: options.blocking === true ? null : 1,
    ...(options.blocking === true ? {} : { commandTimeout: commandTimeoutMs }),
    retryStrategy: (times) => Math.min(maxReconnectPauseMs, 50 * times),
  });
  redis.on('error', (error: Error) => {
    if (said === error.message) return;
    said = error.message;
    options.log.warn({ err: error, connection: options.name }, 'Redis is away; trying again');
  });
  redis.on('ready', () => {
    if (said !== '') options.log.info({ connection: options.name }, 'Redis is back');
    said = '';
  });
  return redis;
}

/** Waits until the first connection stands, at most `deadlineMs`; later losses heal by themselves. */
export async function redisReady(redis: Redis, deadlineMs: number): Promise<void> {
  if (redis.status === 'ready') return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`Redis did not answer within ${deadlineMs} ms; is REDIS_URL right?`)),
      deadlineMs,
    );
    redis.once('ready', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Whether Redis answers. */
export function redisCheck(redis: Redis): ReadinessCheck {
  const check = async () => {
    await redis.ping();
  };
  return { name: 'redis', check };
}

/** Every key of the product begins with this, so that all of them share one hash slot. */
export const keyPrefix = '{sms}';
