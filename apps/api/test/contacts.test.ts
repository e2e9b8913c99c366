import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, createTestApp, newTenantKeys } from './kit.ts';

let kit: Awaited<ReturnType<typeof createTestApp>>;
let app: FastifyInstance;
beforeAll(async () => {
  kit = await createTestApp();
  app = kit.app;
});
afterAll(() => kit.close());

test('a contact goes in and comes back, and another tenant sees nothing of it', async () => {
  const [a, b] = [await newTenantKeys(kit.services), await newTenantKeys(kit.services)];
  const made = await call(app, a.keys['owner'], {
    method: 'POST',
    url: '/v1/contacts',
    payload: { phone: '(415) 555-2671' },
  });
  expect(made).toMatchObject({ status: 201, body: { phone: '+14155552671', consent: 'unknown' } });
  expect(await call(app, a.keys['viewer'], { url: '/v1/contacts' })).toMatchObject({
    status: 200,
    body: { items: [made.body] },
  });
  expect(await call(app, b.keys['owner'], { url: '/v1/contacts' })).toMatchObject({
    status: 200,
    body: { items: [] },
  });
});

test('errors are problem+json that name the field and the fix', async () => {
  const { keys } = await newTenantKeys(kit.services);
  expect(await call(app, keys['owner'], { method: 'POST', url: '/v1/contacts', payload: {} })).toMatchObject({
    status: 400,
    headers: { 'content-type': 'application/problem+json; charset=utf-8' },
    body: { code: 'invalid_input', errors: [{ field: 'phone' }] },
  });
  const payload = { phone: '+14155552671', firstNam: 'Ana' };
  const mistyped = await call(app, keys['owner'], { method: 'POST', url: '/v1/contacts', payload });
  expect(mistyped).toMatchObject({
    status: 400,
    body: { code: 'invalid_input', detail: expect.stringContaining('There is no firstNam here') },
  });
  expect(await call(app, undefined, { url: '/v1/contacts' })).toMatchObject({
    status: 401,
    body: { code: 'not_signed_in' },
  });
  expect(await call(app, keys['billing'], { url: '/v1/contacts' })).toMatchObject({
    status: 403,
    body: { code: 'permission_missing' },
  });
  expect(await call(app, keys['owner'], { url: '/v1/nothing' })).toMatchObject({
    status: 404,
    body: { code: 'not_found' },
  });
});
