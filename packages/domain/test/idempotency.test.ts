import { afterAll, beforeAll, expect, test } from 'vitest';
import { withSystem } from '@sms-crm/db/transaction';
import { claimKey, keepAnswer, releaseKey } from '../src/idempotency/claim.ts';
import { expireIdempotencyKeys } from '../src/idempotency/expire.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const use = { key: 'k-1', fingerprint: 'same' };

async function age(tenantId: string, seconds: number): Promise<void> {
  await services.database.owner.query(
    'update idempotency_keys set created_at = created_at - make_interval(secs => $2) where tenant_id = $1',
    [tenantId, seconds],
  );
}

test('of many claims at once one runs; its answer is then given to all', async () => {
  const ctx = await newContext(services);
  const claims = await Promise.allSettled(Array.from({ length: 6 }, () => claimKey(ctx, use)));
  expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await keepAnswer(ctx, use, { status: 201, body: '{"id":1}' });
  expect(await claimKey(ctx, use)).toEqual({
    type: 'replay',
    status: 201,
    body: '{"id":1}',
    digest: null,
  });
});

test('another request with the key is refused, another actor’s key is another key', async () => {
  const ctx = await newContext(services);
  await claimKey(ctx, use);
  await expect(claimKey(ctx, { ...use, fingerprint: 'other' })).rejects.toMatchObject({
    code: 'idempotency_mismatch',
  });
  const other = { ...ctx, actor: { ...ctx.actor, id: 'someone-else' } };
  expect(await claimKey(other, { ...use, fingerprint: 'other' })).toEqual({ type: 'run' });
});

test('a claim whose process died is taken over after a minute, by one', async () => {
  const ctx = await newContext(services);
  await claimKey(ctx, use);
  await expect(claimKey(ctx, use)).rejects.toMatchObject({ code: 'in_progress' });
  await age(ctx.tenantId, 61);
  const claims = await Promise.allSettled([claimKey(ctx, use), claimKey(ctx, use)]);
  expect(claims.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

test('a released key is free, and one older than a day is forgotten', async () => {
  const ctx = await newContext(services);
  await claimKey(ctx, use);
  await releaseKey(ctx, use);
  expect(await claimKey(ctx, use)).toEqual({ type: 'run' });
  await keepAnswer(ctx, use, { status: 200, body: '' });
  await age(ctx.tenantId, 86_401);
  expect(await claimKey(ctx, { ...use, fingerprint: 'new' })).toEqual({ type: 'run' });
  await age(ctx.tenantId, 86_401);
  expect(await withSystem(services.system, expireIdempotencyKeys)).toBe(1);
  expect(await withSystem(services.system, expireIdempotencyKeys)).toBe(0);
});
