import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPool } from '@sms-crm/db/pool';
import type { Click } from '@sms-crm/domain/links/click-stream';
import { newCode } from '@sms-crm/domain/links/code';
import { createTestServices, type TestServices } from '@sms-crm/domain/testing/kit';
import { createMetrics } from '@sms-crm/runtime/metrics';
import type { Redis } from '@sms-crm/runtime/redis';
import { buildShortener } from '../src/app.ts';
import { LinkResolver } from '../src/link-resolver.ts';
import { addLink, iPhone, openRedis } from './kit.ts';

const nowhere = 'redis://127.0.0.1:1';

let services: TestServices;
let redis: Redis;
let away: Redis;
let app: FastifyInstance;
let clicks: Click[] = [];
beforeAll(async () => {
  services = await createTestServices();
  redis = await openRedis(services);
  away = await openRedis(services, nowhere);
  app = build(redis);
});
afterAll(async () => {
  redis.disconnect();
  away.disconnect();
  await services.close();
});
beforeEach(() => {
  clicks = [];
});

function build(cache: Redis, system = services.system): FastifyInstance {
  return buildShortener({
    resolver: new LinkResolver({ cache, system, log: services.log }),
    clicks: { push: (click) => clicks.push(click) },
    checks: [],
    registry: createMetrics('test'),
    log: services.log,
  });
}

function deadPool() {
  const url = 'postgres://sms_system:x@127.0.0.1:1/none';
  return createPool({ url, role: 'sms_system', max: 1, name: 'test', log: services.log });
}

const tap = (path: string, on = app, method: 'GET' | 'HEAD' | 'POST' = 'GET') =>
  on.inject({ method, url: path, headers: { 'user-agent': iPhone } });

test('a tap is redirected without a trace in caches and referrers, and counted', async () => {
  const link = await addLink(services, 'https://shop.example/sale?x=1#now');
  const answer = await tap(`/${link.code}`);
  expect([answer.statusCode, answer.body]).toEqual([302, '']);
  expect(answer.headers).toMatchObject({
    location: 'https://shop.example/sale?x=1#now',
    'cache-control': 'private, no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
  });
  expect(clicks).toMatchObject([
    {
      linkId: link.linkId,
      tenantId: link.tenantId,
      messageId: link.messageId,
      human: true,
      userAgent: iPhone,
    },
  ]);
});

test('HEAD is answered alike and counted by nobody; a machine is redirected and marked', async () => {
  const link = await addLink(services, 'https://shop.example/');
  const head = await tap(`/${link.code}`, app, 'HEAD');
  expect([head.statusCode, head.headers.location, clicks]).toEqual([302, 'https://shop.example/', []]);
  const bot = await app.inject({ url: `/${link.code}`, headers: { 'user-agent': 'WhatsApp/2.23.20.0' } });
  expect(bot.statusCode).toBe(302);
  expect(clicks).toMatchObject([{ human: false, verdict: 'preview' }]);
});

test('a code with the end of the sentence glued to it still leads on', async () => {
  const link = await addLink(services, 'https://shop.example/');
  for (const end of ['.', '!)', '%E2%80%9D']) {
    expect([end, (await tap(`/${link.code}${end}`)).statusCode]).toEqual([end, 302]);
  }
});

test('what leads nowhere is one neutral page that no robot keeps', async () => {
  const pages = await Promise.all(
    ['/', `/${newCode()}`, '/favicon.ico', '/a/b', '/%', '/%00', '/%ZZ', `/${'x'.repeat(3_000)}`].map(
      (path) => tap(path),
    ),
  );
  expect(pages.map((page) => page.statusCode)).toEqual(pages.map(() => 404));
  expect(new Set(pages.map((page) => page.body)).size).toBe(1);
  expect(pages[0]?.headers).toMatchObject({
    'cache-control': 'private, no-store',
    'x-robots-tag': 'noindex, nofollow',
  });
  expect((await tap(`/${newCode()}`, app, 'POST')).statusCode).toBe(404);
  expect((await tap('/robots.txt')).body).toContain('Disallow: /');
  expect(clicks).toEqual([]);
});

test('the first tap fills the cache, which then answers without the database', async () => {
  const link = await addLink(services, 'https://shop.example/');
  const unknown = newCode();
  await tap(`/${link.code}`);
  await tap(`/${unknown}`);
  await expect.poll(() => redis.ttl(`{sms}:link:${link.code}`)).toBeGreaterThan(86_000);
  await expect.poll(() => redis.ttl(`{sms}:link:${unknown}`)).toBeGreaterThan(50);
  expect(await redis.ttl(`{sms}:link:${unknown}`)).toBeLessThanOrEqual(60);
  const pool = deadPool();
  const cached = build(redis, pool);
  expect((await tap(`/${link.code}`, cached)).statusCode).toBe(302);
  expect((await tap(`/${unknown}`, cached)).statusCode).toBe(404);
  await pool.end();
});

test('without the cache the database answers, without both the visitor is asked to come again', async () => {
  const link = await addLink(services, 'https://shop.example/');
  expect((await tap(`/${link.code}`, build(away))).statusCode).toBe(302);
  const pool = deadPool();
  const answer = await tap(`/${link.code}`, build(away, pool));
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '2']);
  expect(answer.headers['content-type']).toContain('text/html');
  await pool.end();
});

test('many taps of one code at once ask the database once', async () => {
  const link = await addLink(services, 'https://shop.example/');
  let queries = 0;
  services.system.on('acquire', () => {
    queries += 1;
  });
  const crowded = build(away);
  const answers = await Promise.all(Array.from({ length: 50 }, () => tap(`/${link.code}`, crowded)));
  expect(new Set(answers.map((answer) => answer.statusCode))).toEqual(new Set([302]));
  expect([clicks.length, queries]).toEqual([50, 1]);
});
