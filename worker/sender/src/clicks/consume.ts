import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Services } from '@sms-crm/domain/context/context';
import { connectRedis, type Redis } from '@sms-crm/runtime/redis';
import { LossWatch } from './loss-watch.ts';
import { EntryRecorder } from './entry-recorder.ts';
import { createGroup, forget, isWithoutGroup, takeNew, takeStale, waitMs } from './stream.ts';

/** Entries that a process took and did not record for so long belong to a dead one; looked for this often, ms. */
const abandonedMs = 30_000;
const lookEveryMs = 10_000;

/**
 * Shortest time from the start of one turn with hits to that of the next, ms: what a turn costs by itself is shared by more hits, and reports
 * promise them within two seconds. A hit that comes alone is recorded at once.
 */
const paceMs = 200;

/** Pause before Redis or the database is tried again, ms. */
const retryMs = 1_000;

export type Consumer = {
  /** Entries are told to Redis as recorded here. */
  redis: Redis;
  /** A connection that nobody else uses. */
  blocking: Redis;
  /** Hears how many hits a wiped Redis took along, at most. */
  tellLoss: (lost: number) => void;
};

/**
 * Starts recording clicks on a blocking connection of its own.
 *
 * @returns ends it: what was taken is recorded first
 */
export function startClickConsumer(
  services: Services,
  { redisUrl, ...tools }: { redis: Redis; redisUrl: string; tellLoss: Consumer['tellLoss'] },
): () => Promise<void> {
  const stopping = new AbortController();
  const blocking = connectRedis({ url: redisUrl, name: 'clicks', log: services.log, blocking: true });
  const running = consumeClicks(services, { ...tools, blocking }, { signal: stopping.signal });
  return async () => {
    stopping.abort();
    await Promise.race([running, sleep(waitMs * 3, undefined, { ref: false })]);
    blocking.disconnect();
    await running;
  };
}

/**
 * Records the hits of the stream until the signal comes. An entry is acknowledged and deleted after the commit, and what a
 * process left behind is taken over, so a hit is recorded at least once, and by its id exactly once. A wiped Redis is
 * set up again, and what it took along is counted.
 *
 * @param options.staleMs after this long an entry that another process took is taken over
 */
export async function consumeClicks(
  services: Services,
  { redis, blocking, tellLoss }: Consumer,
  { signal, staleMs = abandonedMs }: { signal: AbortSignal; staleMs?: number },
): Promise<void> {
  const consumer = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  const watch = new LossWatch(redis, { tellLoss, log: services.log });
  const recorder = new EntryRecorder(services);
  let lookedAt = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    try {
      const look = performance.now() - lookedAt > lookEveryMs;
      const entries = look ? await takeStale(redis, consumer, staleMs) : await takeNew(blocking, consumer);
      if (look && entries.length === 0) lookedAt = performance.now();
      if (entries.length === 0) continue;
      const nextAt = performance.now() + paceMs;
      await recorder.record(entries, signal);
      await forget(redis, entries);
      await pause(nextAt - performance.now(), signal);
    } catch (error) {
      if (signal.aborted) break;
      if (isWithoutGroup(error)) {
        const made = await createGroup(redis, services.log);
        if (made === 'new') watch.wiped();
        if (made === 'there') watch.restart();
        if (made !== 'failed') continue;
      }
      services.log.warn({ err: error }, 'clicks cannot be recorded now; trying again');
      await pause(retryMs, signal);
    }
  }
  watch.end();
}

/** Waits so long, or until the signal comes. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { signal }).catch(() => undefined);
}
