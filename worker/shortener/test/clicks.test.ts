import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createPool } from '@sms-crm/db/pool';
import { newHitId } from '@sms-crm/domain/links/hit-id';
import { decodeEntry, decodeHits, hitStream, type Hit } from '@sms-crm/domain/links/hit-stream';
import { createTestServices, type TestServices } from '@sms-crm/domain/testing/kit';
import { createMetrics } from '@sms-crm/runtime/metrics';
import type { Redis } from '@sms-crm/runtime/redis';
import { HitBuffer } from '../src/hit-buffer.ts';
import { spoolWay, streamWay } from '../src/hit-ways.ts';
import { openGate, openRedis } from './kit.ts';

const nowhere = 'redis://127.0.0.1:1';

let services: TestServices;
let redis: Redis;
beforeAll(async () => {
  services = await createTestServices();
  redis = await openRedis(services);
});
afterAll(async () => {
  redis.disconnect();
  await services.close();
});

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

function newHit(tenantId: string): Hit {
  return {
    id: newHitId(Date.now()),
    at: Date.now(),
    tenantId,
    linkId: randomUUID(),
    campaignId: randomUUID(),
    campaignLinkId: randomUUID(),
    messageId: randomUUID(),
    ip: '192.0.2.1',
    agent: 'test',
    hints: '',
  };
}

const newHits = (tenantId: string, length: number) => Array.from({ length }, () => newHit(tenantId));
const idsOf = (hits: readonly Hit[]) => hits.map((hit) => hit.id).toSorted();

async function streamed(tenantId: string): Promise<string[]> {
  const entries = await redis.xrange(hitStream, '-', '+');
  const hits = entries.flatMap(([, fields]) => decodeEntry(fields).hits);
  return idsOf(hits.filter((hit) => hit.tenantId === tenantId));
}

async function spooled(tenantId: string): Promise<string[]> {
  const { rows } = await services.database.owner.query<{ hits: string }>(
    'select hits from click_spool where tenant_id = $1',
    [tenantId],
  );
  return idsOf(rows.flatMap((row) => decodeHits(row.hits).hits));
}

async function openAway(url: string): Promise<Redis> {
  const away = await openRedis(services, url);
  opened.push(() => away.disconnect());
  return away;
}

function openBuffer(usual: Redis, { system = services.system, registry = createMetrics('test') } = {}) {
  const ways = { usual: streamWay(usual, 500), other: spoolWay(system, 2_000) };
  return new HitBuffer(ways, { log: services.log, registry });
}

/** Redis may take a while on a busy machine. */
const patient = { timeout: 10_000 };

test('hits reach the stream in batches, and the end of the process takes the last ones along', async () => {
  const tenantId = randomUUID();
  const hits = newHits(tenantId, 1_300);
  const before = await redis.xlen(hitStream);
  const buffer = openBuffer(redis);
  for (const hit of hits.slice(0, 1_200)) buffer.push(hit);
  await expect.poll(async () => (await streamed(tenantId)).length, patient).toBe(1_200);
  expect((await redis.xlen(hitStream)) - before).toBe(3);
  for (const hit of hits.slice(1_200)) buffer.push(hit);
  await buffer.close();
  expect(await streamed(tenantId)).toEqual(idsOf(hits));
});

test('while Redis is away hits go to the database, and to Redis again when it is back: none is lost', async () => {
  const tenantId = randomUUID();
  const gate = await openGate();
  opened.push(gate.cut);
  const own = await openAway(gate.url);
  await expect.poll(() => own.status, patient).toBe('ready');
  const buffer = openBuffer(own);
  const [first, meanwhile, after] = [newHits(tenantId, 20), newHits(tenantId, 30), newHits(tenantId, 40)];
  for (const hit of first) buffer.push(hit);
  await expect.poll(() => streamed(tenantId), patient).toEqual(idsOf(first));
  gate.cut();
  await expect.poll(() => own.status, patient).not.toBe('ready');
  for (const hit of meanwhile) buffer.push(hit);
  await expect.poll(() => spooled(tenantId), patient).toEqual(expect.arrayContaining(idsOf(meanwhile)));
  await gate.mend();
  await expect.poll(() => own.status, patient).toBe('ready');
  for (const hit of after) buffer.push(hit);
  await buffer.close();
  // A hit whose answer came late may stand in both; by its id it is recorded once.
  const handed = new Set([...(await streamed(tenantId)), ...(await spooled(tenantId))]);
  expect([...handed].toSorted()).toEqual(idsOf([...first, ...meanwhile, ...after]));
});

test('hits that came while the answer of the database got lost are kept too', async () => {
  const tenantId = randomUUID();
  const [early, late] = [newHits(tenantId, 5), newHits(tenantId, 7)];
  const expected = idsOf([...early, ...late]);
  const spool = spoolWay(services.system, 2_000);
  const hand = async (batch: readonly Hit[]) => {
    await spool.hand(batch);
    if (late.length === 0) return;
    for (const hit of late.splice(0)) buffer.push(hit);
    throw new Error('the answer got lost');
  };
  const ways = { usual: streamWay(await openAway(nowhere), 500), other: { ...spool, hand } };
  const buffer = new HitBuffer(ways, { log: services.log, registry: createMetrics('test') });
  for (const hit of early) buffer.push(hit);
  await expect.poll(async () => [...new Set(await spooled(tenantId))], patient).toEqual(expected);
  await buffer.close();
});

test('the end of the process puts into the database what Redis does not take', async () => {
  const tenantId = randomUUID();
  const buffer = openBuffer(await openAway(nowhere));
  const hits = newHits(tenantId, 3);
  for (const hit of hits) buffer.push(hit);
  await buffer.close();
  expect(await spooled(tenantId)).toEqual(idsOf(hits));
});

test('what nobody takes at the end is counted as dropped', { timeout: 20_000 }, async () => {
  const url = 'postgres://sms_system:x@127.0.0.1:1/none';
  const system = createPool({ url, role: 'sms_system', max: 1, name: 'test', log: services.log });
  const registry = createMetrics('test');
  const buffer = openBuffer(await openAway(nowhere), { system, registry });
  for (const hit of newHits(randomUUID(), 3)) buffer.push(hit);
  await buffer.close();
  expect(await registry.getSingleMetricAsString('sms_clicks_dropped_total')).toMatch(/\} 3$/m);
  await system.end();
});
