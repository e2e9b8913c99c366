import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shortLinks } from '@sms-crm/db/tables/messages';
import { withTenant } from '@sms-crm/db/transaction';
import { classifyHit } from '../src/links/classify.ts';
import { newCode } from '../src/links/code.ts';
import { findShortLink } from '../src/links/find.ts';
import { newHitId } from '../src/links/hit-id.ts';
import { decodeEntry, entryOf, type Hit } from '../src/links/hit-stream.ts';
import { recordHits } from '../src/links/record-hits.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { addMessage, newSender, rowsOf, type Sender } from './webhook-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
const android =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';
const iMessage =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0';
const googleMessages =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/56.0.2924.87 Safari/537.36 Google-PageRenderer Google (+https://developers.google.com/+/web/snippet/)';

const cases: [string, Record<string, string>][] = [
  ['human', { 'user-agent': iPhone }],
  ['human', { 'user-agent': android, 'sec-fetch-mode': 'navigate' }],
  ['prefetch', { 'user-agent': iPhone, 'sec-purpose': 'prefetch;prerender' }],
  ['prefetch', { 'user-agent': iPhone, purpose: 'prefetch' }],
  ['prefetch', { 'user-agent': iPhone, 'x-purpose': 'preview' }],
  ['prefetch', { 'user-agent': iPhone, 'x-moz': 'prefetch' }],
  ['preview', { 'user-agent': iMessage }],
  ['preview', { 'user-agent': googleMessages }],
  ['preview', { 'user-agent': 'WhatsApp/2.23.20.0' }],
  ['bot', { 'user-agent': 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)' }],
  ['bot', { 'user-agent': 'curl/8.5.0' }],
  ['no-browser', {}],
  ['no-browser', { 'user-agent': ' ' }],
  ['no-browser', { 'user-agent': 'Dalvik/2.1.0 (Linux; U; Android 14)' }],
  ['no-browser', { 'user-agent': 'com.apple.WebKit.Networking/1 CFNetwork/1494.0.7 Darwin/23.4.0' }],
];

test.each(cases)('%s: %j', (verdict, headers) => {
  expect(classifyHit({ headers })).toEqual({ verdict, human: verdict === 'human' });
});

test('hits go through the stream unchanged, and what is none of ours is left out', () => {
  const own = { tenantId: randomUUID(), campaignId: randomUUID() };
  const hits = [newHit({ ...own, agent: '"\n€' }), newHit({ ...own, messageId: null })];
  expect(decodeEntry(entryOf(hits))).toEqual({ hits, foreign: 0 });
  for (const text of ['', '{', '{}', '[1]', entryOf([newHit({ ...own, tenantId: 'x' })])[1]]) {
    expect(decodeEntry(['hits', text])).toEqual({ hits: [], foreign: 1 });
  }
});

test('ids of hits are version 7 UUIDs in the order of their times, and none comes twice', () => {
  const ids = Array.from({ length: 2_000 }, (_, n) => newHitId(1_700_000_000_000 + n));
  expect(
    ids.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
  ).toEqual([]);
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(Array.from({ length: 2_000 }, () => newHitId(1))).size).toBe(2_000);
});

function newHit(more: Pick<Hit, 'tenantId' | 'campaignId'> & Partial<Hit>): Hit {
  return {
    id: newHitId(Date.now()),
    linkId: randomUUID(),
    campaignLinkId: randomUUID(),
    messageId: randomUUID(),
    at: Date.now(),
    ip: '192.0.2.1',
    agent: iPhone,
    hints: '',
    ...more,
  };
}

async function countersOf(sender: Sender): Promise<Record<string, number>> {
  const rows = await rowsOf<{ metric: string; value: number }>(
    services,
    sender,
    'select metric, sum(value)::int as value from campaign_hourly where tenant_id = $1 group by 1 order by 1',
  );
  return Object.fromEntries(rows.map((row) => [row.metric, row.value]));
}

test('hits are stored and counted once, people apart from machines, recipients once', async () => {
  const sender = await newSender(services);
  const [messageId, other] = [await addMessage(sender, {}), await addMessage(sender, {})];
  const own = { tenantId: sender.tenantId, campaignId: sender.campaignId };
  const first = newHit({ ...own, messageId });
  const hits = [
    first,
    newHit({ ...own, messageId }),
    newHit({ ...own, messageId: other, agent: 'WhatsApp/2\0' }),
  ];
  expect(await recordHits(sender.ctx, hits)).toBe(3);
  expect(await recordHits(sender.ctx, hits)).toBe(0);
  expect(await recordHits(sender.ctx, [first, newHit({ ...own, messageId })])).toBe(1);
  expect(await countersOf(sender)).toEqual({ 'click-bot': 1, 'click-human': 3, 'click-recipient': 1 });
  expect(services.topics).toContain(`campaign:${sender.campaignId}`);
});

test('processes that record the first clicks of one message count its recipient once', async () => {
  const sender = await newSender(services);
  const messageId = await addMessage(sender, {});
  const own = { tenantId: sender.tenantId, campaignId: sender.campaignId, messageId };
  await Promise.all(Array.from({ length: 8 }, () => recordHits(sender.ctx, [newHit(own)])));
  expect(await countersOf(sender)).toEqual({ 'click-human': 8, 'click-recipient': 1 });
});

test('hits of another tenant are not recorded here', async () => {
  const [sender, other] = [await newSender(services), await newSender(services)];
  const hit = newHit({ tenantId: other.tenantId, campaignId: other.campaignId });
  expect(await recordHits(sender.ctx, [hit])).toBe(0);
});

const hosts = { shortHosts: [], exemptOrigin: null };

test('a code is found across tenants; an address a browser must not be sent to is none', async () => {
  const sender = await newSender(services);
  const own = { campaignId: sender.campaignId, campaignLinkId: randomUUID(), messageId: randomUUID() };
  const add = async (url: string) => {
    const code = newCode();
    await withTenant(services.app, sender.tenantId, (db) =>
      db.insert(shortLinks).values({
        tenantId: sender.tenantId,
        code,
        ...own,
        messageId: randomUUID(),
        contactId: randomUUID(),
        url,
      }),
    );
    return findShortLink(services.system, code, hosts);
  };
  expect(await add('https://shop.example/café?x=ü')).toMatchObject({
    tenantId: sender.tenantId,
    campaignId: sender.campaignId,
    url: 'https://shop.example/caf%C3%A9?x=%C3%BC',
  });
  expect(await add('javascript:alert(1)')).toBeNull();
  expect(await findShortLink(services.system, newCode(), hosts)).toBeNull();
});
