import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '@sms-crm/db/transaction';
import { jobActor } from '@sms-crm/domain/context/actor';
import { createContext, type Services } from '@sms-crm/domain/context/context';
import { clickField, clickStream, decodeClick, type Click } from '@sms-crm/domain/links/click-stream';
import { recordClicks } from '@sms-crm/domain/links/record-clicks';
import type { Logger } from '@sms-crm/runtime/logger';
import { connectRedis, type Redis } from '@sms-crm/runtime/redis';

const group = 'recorders';

/** Clicks recorded by one transaction per tenant. */
const batchSize = 1_000;

/** One wait for new clicks, ms; also the longest a process takes to notice that it must end. */
const waitMs = 1_000;

/** Clicks that a process took and did not record for so long belong to a dead one; looked for this often, ms. */
const abandonedMs = 30_000;
const lookEveryMs = 10_000;

/** Pause before Redis or the database is tried again, ms. */
const retryMs = 1_000;

type Entry = { id: string; click: Click | undefined };
type RawEntry = [id: string, fields: string[] | null];

/**
 * Starts recording clicks on a blocking connection of its own.
 *
 * @returns ends it: what was taken is recorded first
 */
export function startClickConsumer(
  services: Services,
  redis: Redis,
  redisUrl: string,
  log: Logger,
): () => Promise<void> {
  const stopping = new AbortController();
  const blocking = connectRedis({ url: redisUrl, name: 'clicks', log, blocking: true });
  const running = consumeClicks(services, redis, { blocking, signal: stopping.signal });
  return async () => {
    stopping.abort();
    await Promise.race([running, sleep(waitMs * 3, undefined, { ref: false })]);
    blocking.disconnect();
    await running;
  };
}

/**
 * Records the clicks of the stream until the signal comes. An entry is acknowledged and deleted after the commit, and what a
 * process left behind is taken over, so a click is recorded at least once, and by its hit id exactly once. A wiped Redis is
 * set up again.
 *
 * @param options.blocking a connection that nobody else uses
 * @param options.staleMs after this long a click that another process took is taken over
 */
export async function consumeClicks(
  services: Services,
  redis: Redis,
  options: { blocking: Redis; signal: AbortSignal; staleMs?: number },
): Promise<void> {
  const { blocking, signal, staleMs = abandonedMs } = options;
  const consumer = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  let lookedAt = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    try {
      const look = performance.now() - lookedAt > lookEveryMs;
      const entries = look ? await takeStale(redis, consumer, staleMs) : await takeNew(blocking, consumer);
      if (look && entries.length < batchSize) lookedAt = performance.now();
      await recordAll(services, entries, signal);
      await forget(redis, entries);
    } catch (error) {
      if (signal.aborted) return;
      if (isWithoutGroup(error) && (await createGroup(redis, services.log))) continue;
      services.log.warn({ err: error }, 'clicks cannot be recorded now; trying again');
      await sleep(retryMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function takeNew(redis: Redis, consumer: string): Promise<Entry[]> {
  const answer = await redis.xreadgroup(
    'GROUP',
    group,
    consumer,
    'COUNT',
    batchSize,
    'BLOCK',
    waitMs,
    'STREAMS',
    clickStream,
    '>',
  );
  return (answer ?? []).flatMap(([, entries]) => entries.map(toEntry));
}

async function takeStale(redis: Redis, consumer: string, staleMs: number): Promise<Entry[]> {
  const answer = await redis.xautoclaim(clickStream, group, consumer, staleMs, '0-0', 'COUNT', batchSize);
  return claimedOf(answer).map(toEntry);
}

/** XAUTOCLAIM answers next position, entries and ids of deleted ones; the client leaves its type open. */
function claimedOf(answer: unknown[]): RawEntry[] {
  const entries = answer[1];
  return Array.isArray(entries) ? entries.filter((entry): entry is RawEntry => Array.isArray(entry)) : [];
}

function toEntry([id, fields]: RawEntry): Entry {
  const at = fields?.indexOf(clickField) ?? -1;
  return { id, click: decodeClick(at === -1 ? '' : (fields?.[at + 1] ?? '')) };
}

async function recordAll(services: Services, entries: readonly Entry[], signal: AbortSignal): Promise<void> {
  const clicks = entries.map((entry) => entry.click).filter((click) => click !== undefined);
  if (clicks.length < entries.length) {
    services.log.error(
      { entries: entries.length - clicks.length },
      'entries of the click stream are no clicks',
    );
  }
  for (const [tenantId, hits] of Map.groupBy(clicks, (click) => click.tenantId)) {
    await recordOfTenant(services, { tenantId, hits }, signal);
  }
}

/** Tries until the database takes them; a hit it can never take (SQLSTATE 22 or 23) is logged and left out. */
async function recordOfTenant(
  services: Services,
  { tenantId, hits }: { tenantId: string; hits: readonly Click[] },
  signal: AbortSignal,
): Promise<void> {
  const ctx = createContext(services, { tenantId, actor: jobActor('clicks'), requestId: randomUUID() });
  for (;;) {
    try {
      await recordClicks(ctx, hits);
      return;
    } catch (error) {
      const refused = /^2[23]/.test(errorCode(error) ?? '');
      if (refused && hits.length === 1) {
        ctx.log.error({ err: error, hitId: hits[0]?.hitId }, 'a click could not be recorded');
        return;
      }
      if (refused) {
        for (const hit of hits) await recordOfTenant(services, { tenantId, hits: [hit] }, signal);
        return;
      }
      if (signal.aborted) throw error;
      ctx.log.warn({ err: error }, 'clicks wait for the database');
      await sleep(retryMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function forget(redis: Redis, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const ids = entries.map((entry) => entry.id);
  await redis
    .pipeline()
    .xack(clickStream, group, ...ids)
    .xdel(clickStream, ...ids)
    .exec();
}

function isWithoutGroup(error: unknown): boolean {
  return error instanceof Error && /NOGROUP|UNBLOCKED/.test(error.message);
}

async function createGroup(redis: Redis, log: Logger): Promise<boolean> {
  try {
    await redis.xgroup('CREATE', clickStream, group, '0', 'MKSTREAM');
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('BUSYGROUP')) return true;
    log.warn({ err: error }, 'the click stream could not be set up');
    return false;
  }
}
