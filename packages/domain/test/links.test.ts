import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shortLinks } from '@sms-crm/db/tables/messages';
import { withTenant } from '@sms-crm/db/transaction';
import { newCode } from '../src/links/code.ts';
import { findShortLink, findStatement } from '../src/links/find.ts';
import { newHitId } from '../src/links/hit-id.ts';
import { decodeEntry, entryOf, type Hit } from '../src/links/hit-stream.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { newSender } from './webhook-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
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

test('a tap reads no table but by an index', async () => {
  const { owner } = services.database;
  const { tenantId } = await newSender(services);
  await owner.query(
    `insert into short_links (tenant_id, code, campaign_id, campaign_link_id, message_id, contact_id, url)
     select $1, 'code' || n, uuidv7(), uuidv7(), uuidv7(), uuidv7(), 'https://shop.example/' from generate_series(1, 3000) n`,
    [tenantId],
  );
  await owner.query('analyze short_links');
  const { rows } = await services.system.query<{ 'QUERY PLAN': string }>(
    `explain (costs off) ${findStatement.text}`,
    ['code7'],
  );
  const plan = rows.map((row) => row['QUERY PLAN']);
  expect(plan.filter((line) => line.includes('Seq Scan on short_links'))).toEqual([]);
  expect(plan.join('\n')).toContain('short_links_code_key');
});
