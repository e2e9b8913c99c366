import { Redis } from 'ioredis';
import { StartError } from '../../bootstrap/errors.mjs';
import { errorText } from '../error-code.ts';

/** The oldest Redis whose commands the product uses. Valkey reports itself as Redis 7. */
const oldestMajor = 7;
const answerDeadlineMs = 5_000;

/** Resolves when a Redis answers; rejects with the cause. */
export async function pingRedis(url: string): Promise<void> {
  await ask(url, (redis) => redis.ping());
}

/** @throws StartError when a Redis is too old */
export async function assertRedisVersion(url: string): Promise<void> {
  const about = await ask(url, (redis) => redis.info('server'));
  const version = /redis_version:(\S+)/.exec(about)?.[1] ?? '0';
  if (Number.parseInt(version, 10) >= oldestMajor) return;
  throw new StartError(
    `Redis ${version} was found; version ${oldestMajor} or newer is needed.`,
    `Install Redis ${oldestMajor} or Valkey, or set REDIS_URL to such a server.`,
  );
}

/** @throws StartError when the server that REDIS_URL names does not answer or is too old */
export async function assertGivenRedis(url: string, variable: string): Promise<void> {
  try {
    await pingRedis(url);
  } catch (error) {
    throw new StartError(
      `The Redis of ${variable} does not answer: ${errorText(error)}.`,
      `Start it or correct ${variable}; without ${variable} a Redis of our own is started.`,
    );
  }
  await assertRedisVersion(url);
}

async function ask<T>(url: string, question: (redis: Redis) => Promise<T>): Promise<T> {
  let cause: Error | undefined;
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: answerDeadlineMs,
    commandTimeout: answerDeadlineMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  redis.on('error', (error: Error) => {
    cause = error;
  });
  try {
    await redis.connect();
    return await question(redis);
  } catch (error) {
    // ioredis says only that the connection is closed; the event before says why.
    throw cause ?? error;
  } finally {
    redis.disconnect();
  }
}
