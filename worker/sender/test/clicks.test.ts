import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPool } from '@sms-crm/db/pool';
import { withSystem } from '@sms-crm/db/transaction';
import { jobActor } from '@sms-crm/domain/context/actor';
import { createContext } from '@sms-crm/domain/context/context';
import { drainSpool, dueSpoolJobs } from '@sms-crm/domain/links/drain-spool';
import { newHitId } from '@sms-crm/domain/links/hit-id';
import { entryOf, handedKey, hitStream, recordedKey, type Hit } from '@sms-crm/domain/links/hit-stream';
import { spoolHits } from '@sms-crm/domain/links/spool';
import { createTestServices, newTenant, type TestServices } from '@sms-crm/domain/testing/kit';
import { connectRedis, redisReady, type Redis } from '@sms-crm/runtime/redis';
import { consumeClicks, startClickConsumer } from '../src/clicks/consume.ts';
import { LossWatch } from '../src/clicks/loss-watch.ts';

let services: TestServices;
let redis: Redis;
beforeAll(async () => {
  services = await createTestServices();
  redis = connectRedis({ url: redisUrl(), name: 'test', log: services.log });
  await redisReady(redis, 5_000);
});
afterAll(async () => {
  redis.disconnect();
  await services.close();
});
beforeEach(async () => {
  told.splice(0);
  await redis.flushdb();
});

const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
});

/** A database of the tests' Redis that no other test touches, since these wipe it. */
function redisUrl(): string {
  const url = process.env['TEST_REDIS_URL'];
  if (url === undefined) throw new Error('TEST_REDIS_URL is not set: run the tests by `npm test`.');
  return new URL('/6', url).href;
}

const told: number[] = [];
const tellLoss = (lost: number) => void told.push(lost);
const start = () => startClickConsumer(services, { redis, redisUrl: redisUrl(), tellLoss });

function consume(): void {
  running.push(start());
}

function newHits(tenantId: string, count: number): Hit[] {
  const campaignId = randomUUID();
  return Array.from({ length: count }, () => ({
    id: newHitId(Date.now()),
    at: Date.now(),
    tenantId,
    linkId: randomUUID(),
    campaignId,
    campaignLinkId: randomUUID(),
    messageId: randomUUID(),
    ip: '192.0.2.1',
    agent: 'test',
    hints: '',
  }));
}

/** Hands hits over as the redirect process does, in entries of 100. */
async function add(hits: readonly Hit[]): Promise<void> {
  const pipeline = redis.pipeline();
  for (let from = 0; from < hits.length; from += 100) {
    pipeline.xadd(hitStream, '*', ...entryOf(hits.slice(from, from + 100)));
  }
  await pipeline.incrby(handedKey, hits.length).exec();
}

async function recorded(tenantId: string): Promise<number> {
  const { rows } = await services.database.owner.query<{ n: number }>(
    'select count(*)::int as n from clicks where tenant_id = $1',
    [tenantId],
  );
  return rows[0]?.n ?? 0;
}

/** Connections that wait for what somebody else holds. */
async function waiting(): Promise<number> {
  const { rows } = await services.database.owner.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]?.n ?? 0;
}

const soon = { timeout: 15_000 };

test('clicks of all tenants are recorded once, then leave the stream; what is no click leaves it too', async () => {
  const [a, b] = [await newTenant(services), await newTenant(services)];
  const clicks = [...newHits(a.tenantId, 1_500), ...newHits(b.tenantId, 20)];
  await redis.xadd(hitStream, '*', 'something', 'else');
  await add(clicks);
  await add(clicks.slice(0, 10));
  consume();
  consume();
  await expect.poll(() => redis.xlen(hitStream), soon).toBe(0);
  expect([await recorded(a.tenantId), await recorded(b.tenantId)]).toEqual([1_500, 20]);
});

test('a wiped Redis is set up again and the next clicks are recorded', async () => {
  const { tenantId } = await newTenant(services);
  await add(newHits(tenantId, 3));
  consume();
  await expect.poll(() => recorded(tenantId), soon).toBe(3);
  for (const total of [6, 9]) {
    await redis.flushdb();
    await add(newHits(tenantId, 3));
    await expect.poll(() => recorded(tenantId), soon).toBe(total);
  }
  expect(told).toHaveLength(3);
});

test('what a dead process took is taken over', async () => {
  const { tenantId } = await newTenant(services);
  await redis.xgroup('CREATE', hitStream, 'recorders', '0', 'MKSTREAM');
  for (const hit of newHits(tenantId, 5)) await add([hit]);
  await redis.xreadgroup('GROUP', 'recorders', 'dead', 'COUNT', 3, 'STREAMS', hitStream, '>');
  const stopping = new AbortController();
  const blocking = connectRedis({ url: redisUrl(), name: 'test-own', log: services.log, blocking: true });
  const run = consumeClicks(services, { redis, blocking, tellLoss }, { signal: stopping.signal, staleMs: 0 });
  await expect.poll(() => recorded(tenantId), soon).toBe(5);
  await expect.poll(() => redis.xlen(hitStream), soon).toBe(0);
  stopping.abort();
  await run;
  blocking.disconnect();
});

test('while the database is away clicks stay in the stream, and are recorded when it is back', async () => {
  const { tenantId } = await newTenant(services);
  const { app } = services;
  const url = 'postgres://sms_app:x@127.0.0.1:1/none';
  const away = createPool({ url, role: 'sms_app', max: 1, name: 'test', log: services.log });
  services.app = away;
  consume();
  await add(newHits(tenantId, 4));
  await expect
    .poll(async () => (await redis.xpending(hitStream, 'recorders').catch(() => [0]))[0], soon)
    .toBe(1);
  services.app = app;
  await expect.poll(() => recorded(tenantId), soon).toBe(4);
  await expect.poll(() => redis.xlen(hitStream), soon).toBe(0);
  await away.end();
});

test('clicks of a tenant that cannot be recorded wait for a job in the database and hold up nobody else’s', async () => {
  const [a, b] = [await newTenant(services), await newTenant(services)];
  const { owner } = services.database;
  await owner.query(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'not now'; end $$;
    create trigger refuse before insert on clicks for each row when (new.tenant_id = '${a.tenantId}') execute function refuse()`);
  await add([...newHits(a.tenantId, 50), ...newHits(b.tenantId, 60)]);
  consume();
  await expect.poll(() => recorded(b.tenantId), soon).toBe(60);
  await add([...newHits(a.tenantId, 1), ...newHits(b.tenantId, 1)]);
  await expect.poll(() => recorded(b.tenantId), soon).toBe(61);
  await expect.poll(() => redis.xlen(hitStream), soon).toBe(0);
  expect(await recorded(a.tenantId)).toBe(0);
  await owner.query('drop trigger refuse on clicks');
  const ctx = createContext(services, { ...a, actor: jobActor('test'), requestId: 'test' });
  await drainSpool(ctx, { signal: new AbortController().signal });
  expect(await recorded(a.tenantId)).toBe(51);
});

test('a tenant whose clicks cannot be written for a while holds up nobody else’s', async () => {
  const [a, b] = [await newTenant(services), await newTenant(services)];
  const holder = await services.database.owner.connect();
  await holder.query('begin');
  await holder.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`clicks ${a.tenantId}`]);
  await add([...newHits(a.tenantId, 3), ...newHits(b.tenantId, 1)]);
  consume();
  await expect.poll(() => recorded(b.tenantId), soon).toBe(1);
  await add([...newHits(a.tenantId, 1), ...newHits(b.tenantId, 1)]);
  await expect.poll(() => recorded(b.tenantId), soon).toBe(2);
  await expect.poll(() => redis.xlen(hitStream), soon).toBe(0);
  await expect.poll(waiting, soon).toBe(0);
  await holder.query('rollback');
  holder.release();
  const ctx = createContext(services, { ...a, actor: jobActor('test'), requestId: 'test' });
  await drainSpool(ctx, { signal: new AbortController().signal });
  expect(await recorded(a.tenantId)).toBe(4);
});

test('it ends at once while it waits for clicks', async () => {
  const stop = start();
  await expect.poll(() => redis.exists(hitStream), soon).toBe(1);
  const startedAt = performance.now();
  await stop();
  expect(performance.now() - startedAt).toBeLessThan(4_000);
});

test('an entry written before clicks travelled in batches is recorded, too', async () => {
  const { tenantId } = await newTenant(services);
  const ids = { campaignId: randomUUID(), campaignLinkId: randomUUID(), messageId: randomUUID() };
  const click = { hitId: randomUUID(), tenantId, linkId: randomUUID(), ...ids, at: Date.now() };
  const former = { ...click, verdict: 'human', human: true, userAgent: 'test' };
  await redis.xadd(hitStream, '*', 'click', JSON.stringify(former));
  consume();
  await expect.poll(() => recorded(tenantId), soon).toBe(1);
});

test.each([
  { wipedAfterMs: 50, lost: 500 },
  { wipedAfterMs: 250, lost: 950 },
])(
  'what a wiped Redis took along is told: what was not recorded, and what may have come in $wipedAfterMs ms since the last look',
  async ({ wipedAfterMs, lost }) => {
    const { tenantId } = await newTenant(services);
    let now = 0;
    const watch = new LossWatch(redis, { tellLoss, log: services.log, now: () => now });
    await watch.look();
    await add(newHits(tenantId, 300));
    await watch.look();
    await redis.incrby(recordedKey, 100);
    await watch.look();
    const wiped = redis.flushdb();
    now = wipedAfterMs;
    await wiped;
    await watch.look();
    watch.wiped();
    watch.wiped();
    watch.end();
    expect(told).toEqual([lost, 0]);
  },
);

test('clicks kept in the database while Redis was away are recorded once, and leave it', async () => {
  const { tenantId } = await newTenant(services);
  const hits = newHits(tenantId, 30);
  await spoolHits(services.system, hits);
  await spoolHits(services.system, hits);
  const due = await withSystem(services.system, (db) => dueSpoolJobs(db, new Date(Date.now() + 60_000)));
  expect(due.filter((job) => job.payload.tenantId === tenantId)).toHaveLength(1);
  const ctx = createContext(services, { tenantId, actor: jobActor('test'), requestId: 'test' });
  await Promise.all([1, 2].map(() => drainSpool(ctx, { signal: new AbortController().signal })));
  expect(await recorded(tenantId)).toBe(30);
  const { rows } = await services.database.owner.query('select from click_spool where tenant_id = $1', [
    tenantId,
  ]);
  expect(rows).toEqual([]);
});
