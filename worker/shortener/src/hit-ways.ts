import type { createPool } from '@sms-crm/db/pool';
import { entryOf, handedKey, hitStream, type Hit } from '@sms-crm/domain/links/hit-stream';
import { spoolHits } from '@sms-crm/domain/links/spool';
import { withDeadline } from '@sms-crm/runtime/metrics';
import type { Redis } from '@sms-crm/runtime/redis';

/** A way to hand hits over; taking the same hits twice is harmless. */
export type HitWay = {
  /** Hits handed over at once. */
  most: number;
  hand: (hits: readonly Hit[]) => Promise<void>;
};

/** Longest wait for one answer, ms. */
const redisMs = 500;
const databaseMs = 3_000;

/** Into the stream that a sender reads at once, at most five times a second. */
export function streamWay(redis: Redis, most: number): HitWay {
  const send = async (hits: readonly Hit[]) => {
    const answers = await redis
      .pipeline()
      .xadd(hitStream, '*', ...entryOf(hits))
      .incrby(handedKey, hits.length)
      .exec();
    const failed = answers?.find(([error]) => error !== null);
    if (answers === null || failed !== undefined) throw failed?.[0] ?? new Error('Redis gave no answer');
  };
  return { most, hand: (hits) => withDeadline(send(hits), redisMs, 'Redis (clicks)') };
}

/** Into the database, from where a job takes them: slower, and there while Redis is away. */
export function spoolWay(system: ReturnType<typeof createPool>, most: number): HitWay {
  return { most, hand: (hits) => withDeadline(spoolHits(system, hits), databaseMs, 'the database (clicks)') };
}
