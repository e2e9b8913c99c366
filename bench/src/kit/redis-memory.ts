import { setInterval as every } from 'node:timers/promises';
import type { Redis } from '@sms-crm/runtime/redis';

/** How often Redis is looked at, ms. */
const lookMs = 100;

/** Memory that Redis holds now, MB. */
export async function redisMegabytes(redis: Redis): Promise<number> {
  const info = await redis.info('memory');
  return Number(/^used_memory:(\d+)/m.exec(info)?.[1] ?? Number.NaN) / 1e6;
}

/** Watches Redis until `work` ends. @returns the most it held, MB, and what `work` returned */
export async function watchRedis<T>(
  redis: Redis,
  work: () => Promise<T>,
): Promise<{ most: number; value: T }> {
  const ended = new AbortController();
  let most = 0;
  const watch = async () => {
    for await (const _ of every(lookMs, undefined, { signal: ended.signal })) {
      most = Math.max(most, await redisMegabytes(redis));
    }
  };
  const watching = watch().catch((error: unknown) => {
    if (!ended.signal.aborted) throw error;
  });
  try {
    return { value: await work(), most };
  } finally {
    ended.abort();
    await watching;
  }
}
