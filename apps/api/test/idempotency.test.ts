import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { call, createTestApp, newTenantKeys, type TestApp } from './kit.ts';

let kit: TestApp;
let app: FastifyInstance;
beforeAll(async () => {
  kit = await createTestApp();
  app = kit.app;
});
afterAll(() => kit.close());

type Called = Awaited<ReturnType<typeof call>>;

async function poster(): Promise<(key: string, payload: object, url?: string) => Promise<Called>> {
  const { keys } = await newTenantKeys(kit.services);
  return (key, payload, url = '/v1/contacts') =>
    call(app, keys['owner'], { method: 'POST', url, payload, headers: { 'idempotency-key': key } });
}

test('the same key with the same request answers the same once more and does nothing twice', async () => {
  const post = await poster();
  const first = await post('k-1', { phone: '+14155552671' });
  const again = await post('k-1', { phone: '+14155552671' });
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body).toEqual(first.body);
  expect([first.headers['idempotency-replayed'], again.headers['idempotency-replayed']]).toEqual([
    undefined,
    'true',
  ]);
});

test('a refusal is kept too, as a problem', async () => {
  const post = await poster();
  const first = await post('k-1', { phone: '555-0100' });
  const again = await post('k-1', { phone: '555-0100' });
  expect(first).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
  expect(again.body).toEqual(first.body);
  expect(again.headers).toMatchObject({
    'idempotency-replayed': 'true',
    'content-type': 'application/problem+json; charset=utf-8',
  });
});

test('the key of another request is refused, and so is a key that is none', async () => {
  const post = await poster();
  await post('k-1', { phone: '+14155552671' });
  const mismatch = { status: 409, body: { code: 'idempotency_mismatch' } };
  expect(await post('k-1', { phone: '+14155552672' })).toMatchObject(mismatch);
  expect(await post('k-1', { phone: '+14155552671' }, '/v1/do-not-contact')).toMatchObject(mismatch);
  for (const key of ['with space', 'x'.repeat(256), 'ü']) {
    expect(await post(key, { phone: '+14155552673' })).toMatchObject({ status: 400 });
  }
});

test('an answer with a secret is never kept; who repeats it is told that the key is shown only once', async () => {
  const { keys, roleIds } = await newTenantKeys(kit.services);
  const make = () =>
    call(app, keys['owner'], {
      method: 'POST',
      url: '/v1/api-keys',
      payload: { name: 'till', roleId: roleIds['viewer'] },
      headers: { 'idempotency-key': 'k-secret' },
    });
  const first = z.object({ status: z.literal(201), body: z.object({ key: z.string() }) }).parse(await make());
  expect(await make()).toMatchObject({
    status: 409,
    body: { code: 'already_exists', detail: expect.stringMatching(/made it already.*only once/) as unknown },
    headers: { 'idempotency-replayed': 'true' },
  });
  const { rows } = await kit.services.database.owner.query<{ row: string }>(
    `select to_jsonb(k)::text as row from idempotency_keys k where key = 'k-secret'`,
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.row).not.toContain(first.body.key.slice(-20));
});

test('of several requests with one key at once, one runs', async () => {
  const post = await poster();
  const answers = await Promise.all(Array.from({ length: 5 }, () => post('k-1', { phone: '+14155552671' })));
  const codes = answers.map(({ status }) => status);
  expect(codes).toContain(201);
  for (const { status, headers } of answers) {
    expect([status, headers['retry-after'], headers['idempotency-replayed']]).toSatisfy(
      ([code, retryAfter]) => code === 201 || (code === 409 && retryAfter === '1'),
    );
  }
  expect((await post('k-1', { phone: '+14155552671' })).status).toBe(201);
});
