import { decodeEntry, hitStream, recordedKey, type Decoded } from '@sms-crm/domain/links/hit-stream';
import type { Logger } from '@sms-crm/runtime/logger';
import type { Redis } from '@sms-crm/runtime/redis';

const group = 'recorders';

/** Entries taken at once: up to 20 000 hits. */
const atOnce = 40;

/** One wait for new entries, ms; also the longest a process takes to notice that it must end. */
export const waitMs = 1_000;

/** An entry of the stream: a batch of hits. */
export type Entry = Decoded & { id: string };
type RawEntry = [id: string, fields: string[] | null];

/** Waits for entries that nobody took yet. */
export async function takeNew(redis: Redis, consumer: string): Promise<Entry[]> {
  const answer = await redis.xreadgroup(
    'GROUP',
    group,
    consumer,
    'COUNT',
    atOnce,
    'BLOCK',
    waitMs,
    'STREAMS',
    hitStream,
    '>',
  );
  return (answer ?? []).flatMap(([, entries]) => entries.map(toEntry));
}

/** Takes over entries that another consumer took so long ago that it must be gone. */
export async function takeStale(redis: Redis, consumer: string, staleMs: number): Promise<Entry[]> {
  const answer = await redis.xautoclaim(hitStream, group, consumer, staleMs, '0-0', 'COUNT', atOnce);
  return claimedOf(answer).map(toEntry);
}

/** XAUTOCLAIM answers next position, entries and ids of deleted ones; the client leaves its type open. */
function claimedOf(answer: unknown[]): RawEntry[] {
  const entries = answer[1];
  return Array.isArray(entries) ? entries.filter((entry): entry is RawEntry => Array.isArray(entry)) : [];
}

function toEntry([id, fields]: RawEntry): Entry {
  return { id, ...decodeEntry(fields ?? []) };
}

/** Takes recorded entries out of the stream. */
export async function forget(redis: Redis, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const ids = entries.map((entry) => entry.id);
  await redis
    .pipeline()
    .xack(hitStream, group, ...ids)
    .xdel(hitStream, ...ids)
    .incrby(
      recordedKey,
      entries.reduce((sum, entry) => sum + entry.hits.length, 0),
    )
    .exec();
}

/** Whether Redis knows neither the stream nor who reads it: it is new, or was wiped. */
export function isWithoutGroup(error: unknown): boolean {
  return error instanceof Error && /NOGROUP|UNBLOCKED/.test(error.message);
}

/** Sets the stream up. @returns whether this process did it, or another one was faster */
export async function createGroup(redis: Redis, log: Logger): Promise<'new' | 'there' | 'failed'> {
  try {
    await redis.xgroup('CREATE', hitStream, group, '0', 'MKSTREAM');
    await redis.del(recordedKey);
    return 'new';
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('BUSYGROUP')) return 'there';
    log.warn({ err: error }, 'the click stream could not be set up');
    return 'failed';
  }
}
