import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPool } from '@sms-crm/db/pool';
import { newCode } from '@sms-crm/domain/links/code';
import type { Hit } from '@sms-crm/domain/links/hit-stream';
import { proofOf } from '@sms-crm/domain/net/installation-proof';
import { createTestServices, type TestServices } from '@sms-crm/domain/testing/kit';
import { createMetrics } from '@sms-crm/runtime/metrics';
import type { Redis } from '@sms-crm/runtime/redis';
import { buildShortener } from '../src/app.ts';
import { LinkCache } from '../src/link-cache.ts';
import { LinkResolver } from '../src/link-resolver.ts';
import { addLink, iPhone, openRedis } from './kit.ts';

const nowhere = 'redis://127.0.0.1:1';
const hosts = { shortHosts: ['go.example'], exemptOrigin: null };

let services: TestServices;
let redis: Redis;
let away: Redis;
let app: FastifyInstance;
let hits: Hit[] = [];
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
  hits = [];
});

function build(cache: Redis, system = services.system): FastifyInstance {
  return buildShortener({
    resolver: new LinkResolver({ cache: new LinkCache(cache, services.log), system, hosts }),
    hits: { push: (hit) => hits.push(hit) },
    checks: [],
    registry: createMetrics('test'),
    log: services.log,
    secret: services.settings,
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
  const { linkId, tenantId, messageId } = link;
  expect(hits).toMatchObject([{ linkId, tenantId, messageId, agent: iPhone, ip: '127.0.0.1' }]);
});

test('HEAD is answered alike and counted by nobody; a machine is redirected, and what it said of itself kept', async () => {
  const link = await addLink(services, 'https://shop.example/');
  const head = await tap(`/${link.code}`, app, 'HEAD');
  expect([head.statusCode, head.headers.location, hits]).toEqual([302, 'https://shop.example/', []]);
  const headers = { 'user-agent': 'WhatsApp/2.23.20.0', 'sec-purpose': 'prefetch', cookie: 'a=b' };
  const bot = await app.inject({ url: `/${link.code}`, headers });
  expect(bot.statusCode).toBe(302);
  expect(hits).toMatchObject([{ agent: 'WhatsApp/2.23.20.0', hints: 'sec-purpose:prefetch\n' }]);
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
  expect(hits).toEqual([]);
});

test('the first tap fills the cache, which then answers without the database', async () => {
  const link = await addLink(services, 'https://shop.example/');
  const unknown = newCode();
  await tap(`/${link.code}`);
  await tap(`/${unknown}`);
  await expect.poll(() => redis.ttl(`{sms}:link:${link.code}`)).toBeGreaterThan(3_500);
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
  expect([hits.length, queries]).toEqual([50, 1]);
});

test('a link whose time is over says so, names who sent it and not where it led', async () => {
  const link = await addLink(services, 'https://shop.example/', { expiresAt: new Date(Date.now() - 1_000) });
  await services.database.owner.query('update tenants set brand_name = $2 where id = $1', [
    link.tenantId,
    'Bea & <Co>',
  ]);
  for (const from of ['the database', 'the cache']) {
    const page = await tap(`/${link.code}`);
    expect([from, page.statusCode]).toEqual([from, 410]);
    expect(page.body).toContain('Bea &#38; &#60;Co&#62;');
    expect(page.body).not.toContain('shop.example');
    await expect.poll(() => redis.exists(`{sms}:link:${link.code}`)).toBe(1);
  }
  expect(hits).toEqual([]);
  const later = await addLink(services, 'https://shop.example/', {
    expiresAt: new Date(Date.now() + 60_000),
  });
  expect((await tap(`/${later.code}`)).statusCode).toBe(302);
});

const on = (host: string, path: string) => app.inject({ url: path, headers: { host } });

test('a link made for a tenant’s own domain answers on that alone, one of the installation anywhere', async () => {
  const link = await addLink(services, 'https://shop.example/');
  const { rows } = await services.database.owner.query<{ id: string }>(
    `insert into link_domains (tenant_id, host, token, created_by) values ($1, $2, 't', 'test') returning id`,
    [link.tenantId, `${link.tenantId}.example`],
  );
  const code = newCode();
  await services.database.owner.query(
    `insert into short_links (tenant_id, code, campaign_id, campaign_link_id, url, domain_id)
     values ($1, $2, $3, $3, 'https://shop.example/', $4)`,
    [link.tenantId, code, link.campaignId, rows[0]?.id],
  );
  expect((await on(`${link.tenantId.toUpperCase()}.example:443`, `/${code}`)).statusCode).toBe(302);
  expect((await on('go.example', `/${code}`)).statusCode).toBe(404);
  expect((await on('anything.example', `/${link.code}`)).statusCode).toBe(302);
  expect(hits.map((hit) => hit.messageId)).toEqual([null, link.messageId]);
});

test('where a link leads is judged again when it is tapped', async () => {
  const allowed = await addLink(services, 'https://shop.example/');
  await services.database.owner.query(
    `insert into link_settings (tenant_id, allow_hosts) values ($1, '{other.example}')`,
    [allowed.tenantId],
  );
  const inside = await addLink(services, 'http://10.0.0.1/');
  const circle = await addLink(services, 'https://go.example/abc');
  const script = await addLink(services, 'javascript:alert(1)');
  for (const { code } of [allowed, inside, circle, script])
    expect((await tap(`/${code}`)).statusCode).toBe(404);
});

test('a visitor’s address and host are taken from a proxy that is trusted, and from nobody else', async () => {
  const link = await addLink(services, 'https://shop.example/');
  const headers = { 'x-forwarded-for': '198.51.100.7' };
  await app.inject({ url: `/${link.code}`, headers });
  const behind = buildShortener({
    resolver: new LinkResolver({ cache: new LinkCache(redis, services.log), system: services.system, hosts }),
    hits: { push: (hit) => hits.push(hit) },
    checks: [],
    registry: createMetrics('test'),
    log: services.log,
    secret: services.settings,
    trustedProxies: 'loopback',
  });
  await behind.inject({ url: `/${link.code}`, headers });
  expect(hits.map((hit) => hit.ip)).toEqual(['127.0.0.1', '198.51.100.7']);
});

test('a nonce is answered with the proof that this installation answers', async () => {
  const nonce = 'ab'.repeat(16);
  const proof = proofOf(services.settings, nonce);
  expect((await tap(`/health?nonce=${nonce}`)).json()).toEqual({ status: 'alive', proof });
  expect((await tap('/health?nonce=x')).json()).toEqual({ status: 'alive' });
});
