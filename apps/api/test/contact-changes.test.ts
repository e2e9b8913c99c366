import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contact } from '@sms-crm/contracts/contacts';
import { call, createTestApp, newTenantKeys } from './kit.ts';

let kit: Awaited<ReturnType<typeof createTestApp>>;
let app: FastifyInstance;
beforeAll(async () => {
  kit = await createTestApp();
  app = kit.app;
});
afterAll(() => kit.close());

function send(
  key: string | undefined,
  method: 'POST' | 'PATCH' | 'DELETE',
  url: string,
  payload?: object,
): ReturnType<typeof call> {
  return call(app, key, { method, url, ...(payload === undefined ? {} : { payload }) });
}

test('a contact is read, changed, put under a tag and deleted', async () => {
  const { keys } = await newTenantKeys(kit.services);
  const made = await send(keys['agent'], 'POST', '/v1/contacts', { phone: '415 555 2671', tags: ['VIP'] });
  const url = `/v1/contacts/${contact.parse(made.body).id}`;
  expect(await send(keys['agent'], 'PATCH', url, { firstName: 'Ana' })).toMatchObject({
    status: 200,
    body: { firstName: 'Ana', tags: ['vip'] },
  });
  expect(await call(app, keys['viewer'], { url })).toMatchObject({ status: 200, body: { firstName: 'Ana' } });
  expect(await call(app, keys['viewer'], { url: '/v1/contacts/tags' })).toMatchObject({
    status: 200,
    body: { items: [{ tag: 'vip', contacts: 1 }] },
  });
  const record = {
    audience: { type: 'tag', tag: 'vip' },
    consent: { source: 'other', agreedAt: '2026-01-02T10:00:00Z' },
  };
  expect(await send(keys['viewer'], 'POST', '/v1/contacts/consent', record)).toMatchObject({ status: 403 });
  expect(await send(keys['owner'], 'POST', '/v1/contacts/consent', record)).toMatchObject({
    status: 200,
    body: { changed: 1 },
  });
  expect(await call(app, keys['agent'], { url: '/v1/contacts/export.csv' })).toMatchObject({ status: 403 });
  expect(await send(keys['agent'], 'DELETE', url)).toMatchObject({ status: 204 });
  expect(await call(app, keys['viewer'], { url })).toMatchObject({ status: 404 });
});

test('the do-not-contact list takes a phone and lets it go, within its tenant', async () => {
  const [a, b] = [await newTenantKeys(kit.services), await newTenantKeys(kit.services)];
  const entry = await send(a.keys['owner'], 'POST', '/v1/do-not-contact', { phone: '(415) 555-2671' });
  expect(entry).toMatchObject({
    status: 201,
    body: { phone: '+14155552671', origin: 'operator', reason: null },
  });
  expect(await call(app, a.keys['viewer'], { url: '/v1/do-not-contact?q=2671' })).toMatchObject({
    status: 200,
    body: { items: [entry.body], nextCursor: null },
  });
  const url = `/v1/do-not-contact/${encodeURIComponent('+14155552671')}`;
  expect(await send(b.keys['owner'], 'DELETE', url)).toMatchObject({ status: 404 });
  expect(await send(a.keys['viewer'], 'DELETE', url)).toMatchObject({ status: 403 });
  expect(await send(a.keys['owner'], 'DELETE', url)).toMatchObject({ status: 204 });
  expect(await send(a.keys['owner'], 'DELETE', '/v1/do-not-contact/nobody')).toMatchObject({ status: 400 });
});
