import { randomUUID } from 'node:crypto';
import { createServer, connect, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { clickField, clickStream, decodeClick, type Click } from '@sms-crm/domain/links/click-stream';
import { createTestServices, type TestServices } from '@sms-crm/domain/testing/kit';
import { createMetrics } from '@sms-crm/runtime/metrics';
import type { Redis } from '@sms-crm/runtime/redis';
import { ClickBuffer } from '../src/click-buffer.ts';
import { listeningPort, openRedis, testRedisUrl } from './kit.ts';

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

function newClick(tenantId: string): Click {
  return {
    hitId: randomUUID(),
    tenantId,
    linkId: randomUUID(),
    campaignId: randomUUID(),
    campaignLinkId: randomUUID(),
    messageId: randomUUID(),
    at: Date.now(),
    verdict: 'human',
    human: true,
    userAgent: 'test',
  };
}

async function streamed(tenantId: string): Promise<Set<string>> {
  const entries = await redis.xrange(clickStream, '-', '+');
  const clicks = entries.map(([, fields]) => decodeClick(fields[fields.indexOf(clickField) + 1] ?? ''));
  return new Set(clicks.filter((click) => click?.tenantId === tenantId).map((click) => click?.hitId ?? ''));
}

/** A way to the tests' Redis that can be cut. */
async function openGate(): Promise<{ url: string; cut: () => void; mend: () => Promise<void> }> {
  const target = new URL(testRedisUrl());
  const open = (port: number) =>
    new Promise<Server>((resolve) => {
      const server = createServer((socket) => {
        const to = connect(Number(target.port), target.hostname);
        socket.pipe(to).pipe(socket);
        for (const end of [socket, to]) end.on('error', () => undefined).on('close', () => void to.destroy());
        cuts.push(() => socket.destroy());
      });
      server.listen(port, '127.0.0.1', () => resolve(server));
    });
  const cuts: (() => void)[] = [];
  let server = await open(0);
  const port = listeningPort(server);
  const cut = () => {
    server.close();
    for (const one of cuts.splice(0)) one();
  };
  opened.push(cut);
  return {
    url: Object.assign(new URL(target), { host: `127.0.0.1:${port}` }).href,
    cut,
    mend: async () => {
      server = await open(port);
    },
  };
}

/** Redis may take a while on a busy machine. */
const patient = { timeout: 10_000 };

test('clicks reach the stream in batches, and the end of the process takes the last ones along', async () => {
  const tenantId = randomUUID();
  const clicks = Array.from({ length: 1_300 }, () => newClick(tenantId));
  const buffer = new ClickBuffer(redis, { log: services.log, registry: createMetrics('test') });
  for (const click of clicks.slice(0, 1_200)) buffer.push(click);
  await expect.poll(async () => (await streamed(tenantId)).size).toBe(1_200);
  for (const click of clicks.slice(1_200)) buffer.push(click);
  await buffer.close();
  expect(await streamed(tenantId)).toEqual(new Set(clicks.map((click) => click.hitId)));
});

test('while Redis is away clicks wait, and none is lost when it comes back', async () => {
  const tenantId = randomUUID();
  const gate = await openGate();
  const own = await openRedis(services, gate.url);
  opened.push(() => own.disconnect());
  await expect.poll(() => own.status, patient).toBe('ready');
  const buffer = new ClickBuffer(own, { log: services.log, registry: createMetrics('test') });
  gate.cut();
  await expect.poll(() => own.status, patient).not.toBe('ready');
  const clicks = Array.from({ length: 50 }, () => newClick(tenantId));
  for (const click of clicks) buffer.push(click);
  await gate.mend();
  await expect
    .poll(() => streamed(tenantId), { timeout: 10_000 })
    .toEqual(new Set(clicks.map((click) => click.hitId)));
});

test('what cannot be handed over at the end is counted as dropped', async () => {
  const away = await openRedis(services, 'redis://127.0.0.1:1');
  opened.push(() => away.disconnect());
  const registry = createMetrics('test');
  const buffer = new ClickBuffer(away, { log: services.log, registry });
  for (let n = 0; n < 3; n += 1) buffer.push(newClick(randomUUID()));
  await buffer.close();
  expect(await registry.getSingleMetricAsString('sms_clicks_dropped_total')).toMatch(/\} 3$/m);
});
