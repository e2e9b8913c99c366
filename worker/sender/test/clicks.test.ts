import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPool } from '@sms-crm/db/pool';
import { clickField, clickStream, encodeClick, type Click } from '@sms-crm/domain/links/click-stream';
import { createTestServices, newTenant, type TestServices } from '@sms-crm/domain/testing/kit';
import { connectRedis, redisReady, type Redis } from '@sms-crm/runtime/redis';
import { consumeClicks, startClickConsumer } from '../src/clicks.ts';

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
beforeEach(() => redis.flushdb());

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

function consume(): void {
  running.push(startClickConsumer(services, redis, redisUrl(), services.log));
}

function newClicks(tenantId: string, count: number): Click[] {
  const campaignId = randomUUID();
  return Array.from({ length: count }, () => ({
    hitId: randomUUID(),
    tenantId,
    linkId: randomUUID(),
    campaignId,
    campaignLinkId: randomUUID(),
    messageId: randomUUID(),
    at: Date.now(),
    verdict: 'human',
    human: true,
    userAgent: 'test',
  }));
}

async function add(clicks: readonly Click[]): Promise<void> {
  const pipeline = redis.pipeline();
  for (const click of clicks) pipeline.xadd(clickStream, '*', clickField, encodeClick(click));
  await pipeline.exec();
}

async function recorded(tenantId: string): Promise<number> {
  const { rows } = await services.database.owner.query<{ n: number }>(
    'select count(*)::int as n from clicks where tenant_id = $1',
    [tenantId],
  );
  return rows[0]?.n ?? 0;
}

const soon = { timeout: 15_000 };

test('clicks of all tenants are recorded once, then leave the stream; what is no click leaves it too', async () => {
  const [a, b] = [await newTenant(services), await newTenant(services)];
  const clicks = [...newClicks(a.tenantId, 1_500), ...newClicks(b.tenantId, 20)];
  await redis.xadd(clickStream, '*', 'something', 'else');
  await add(clicks);
  await add(clicks.slice(0, 10));
  consume();
  consume();
  await expect.poll(() => redis.xlen(clickStream), soon).toBe(0);
  expect([await recorded(a.tenantId), await recorded(b.tenantId)]).toEqual([1_500, 20]);
});

test('a wiped Redis is set up again and the next clicks are recorded', async () => {
  const { tenantId } = await newTenant(services);
  await add(newClicks(tenantId, 3));
  consume();
  await expect.poll(() => recorded(tenantId), soon).toBe(3);
  for (const total of [6, 9]) {
    await redis.flushdb();
    await add(newClicks(tenantId, 3));
    await expect.poll(() => recorded(tenantId), soon).toBe(total);
  }
});

test('what a dead process took is taken over', async () => {
  const { tenantId } = await newTenant(services);
  await redis.xgroup('CREATE', clickStream, 'recorders', '0', 'MKSTREAM');
  await add(newClicks(tenantId, 5));
  await redis.xreadgroup('GROUP', 'recorders', 'dead', 'COUNT', 3, 'STREAMS', clickStream, '>');
  const stopping = new AbortController();
  const blocking = connectRedis({ url: redisUrl(), name: 'test-own', log: services.log, blocking: true });
  const run = consumeClicks(services, redis, { blocking, signal: stopping.signal, staleMs: 0 });
  await expect.poll(() => recorded(tenantId), soon).toBe(5);
  await expect.poll(() => redis.xlen(clickStream), soon).toBe(0);
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
  await add(newClicks(tenantId, 4));
  await expect
    .poll(async () => (await redis.xpending(clickStream, 'recorders').catch(() => [0]))[0], soon)
    .toBe(4);
  services.app = app;
  await expect.poll(() => recorded(tenantId), soon).toBe(4);
  await expect.poll(() => redis.xlen(clickStream), soon).toBe(0);
  await away.end();
});

test('it ends at once while it waits for clicks', async () => {
  const stop = startClickConsumer(services, redis, redisUrl(), services.log);
  await expect.poll(() => redis.exists(clickStream), soon).toBe(1);
  const startedAt = performance.now();
  await stop();
  expect(performance.now() - startedAt).toBeLessThan(4_000);
});
