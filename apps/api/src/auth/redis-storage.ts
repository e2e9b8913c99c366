import { APIError } from 'better-auth/api';
import type { BetterAuthOptions } from 'better-auth';
import type { Redis } from 'ioredis';
import { keyPrefix } from '@sms-crm/runtime/redis';

type Storage = NonNullable<BetterAuthOptions['secondaryStorage']>;

/** Adds one and sets the time to live when the key is new, in one step. */
const increment = `local n = redis.call('incr', KEYS[1])
if n == 1 then redis.call('expire', KEYS[1], ARGV[1]) end
return n`;

/**
 * Keeps sessions and sign-in counters in Redis below `{sms}:auth:`.
 * Redis away answers 503, never “signed out”: the session is still there when Redis is back.
 */
export function redisStorage(redis: Redis, prefix = `${keyPrefix}:auth:`): Storage {
  return {
    get: (key) => orUnavailable(redis.get(prefix + key)),
    getAndDelete: (key) => orUnavailable(redis.getdel(prefix + key)),
    increment: async (key, ttlSeconds) =>
      Number(await orUnavailable(redis.eval(increment, 1, prefix + key, String(ttlSeconds)))),
    set: (key, value, ttlSeconds) =>
      orUnavailable(
        ttlSeconds === undefined
          ? redis.set(prefix + key, value)
          : redis.set(prefix + key, value, 'EX', Math.max(1, Math.ceil(ttlSeconds))),
      ),
    delete: async (key) => {
      await orUnavailable(redis.del(prefix + key));
    },
  };
}

/** Better Auth lets its own errors through as they are; anything else would become a 500. */
async function orUnavailable<T>(command: Promise<T>): Promise<T> {
  try {
    return await command;
  } catch (error) {
    throw new APIError('SERVICE_UNAVAILABLE', {
      code: 'REDIS_AWAY',
      message: 'Sign-in is not available right now. Try again in a moment.',
      cause: error,
    });
  }
}
