import { afterAll, beforeAll, expect, test } from 'vitest';
import { withSystem } from '@sms-crm/db/transaction';
import { createContact } from '../src/contacts/create.ts';
import { withTransaction, type Context } from '../src/context/context.ts';
import {
  claimKey,
  keepAnswer,
  keepClaim,
  noteWritten,
  releaseKey,
  type ClaimedKey,
} from '../src/idempotency/claim.ts';
import { uploadImport } from '../src/imports/upload.ts';
import { pieces } from './import-kit.ts';
import { expireIdempotencyKeys } from '../src/idempotency/expire.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const use = { key: 'k-1', fingerprint: 'same' };

/** Claims the key, and gives what a request that holds it works with. */
async function claimed(ctx: Context): Promise<{ claimed: ClaimedKey; ctx: Context }> {
  const claim = await claimKey(ctx, use);
  if (claim.type !== 'run') throw new Error('the key is taken');
  const own = { ...use, run: claim.run };
  return { claimed: own, ctx: { ...ctx, beforeCommit: (ctx) => noteWritten(ctx, own) } };
}

const contacts = async (ctx: Context) => {
  const { rows } = await services.database.owner.query<{ n: number }>(
    'select count(*)::int as n from contacts where tenant_id = $1',
    [ctx.tenantId],
  );
  return rows[0]?.n;
};

async function age(tenantId: string, seconds: number): Promise<void> {
  await services.database.owner.query(
    'update idempotency_keys set created_at = created_at - make_interval(secs => $2) where tenant_id = $1',
    [tenantId, seconds],
  );
}

test('of many claims at once one runs; its answer is then given to all', async () => {
  const ctx = await newContext(services);
  const claims = await Promise.allSettled(Array.from({ length: 6 }, () => claimed(ctx)));
  const held = claims.flatMap((claim) => (claim.status === 'fulfilled' ? [claim.value.claimed] : []));
  expect(held).toHaveLength(1);
  for (const one of held) await keepAnswer(ctx, one, { status: 201, body: '{"id":1}' });
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
  expect(await claimKey(other, { ...use, fingerprint: 'other' })).toMatchObject({ type: 'run' });
});

test('a claim whose process died is taken over after half a minute, by one; not while it says that it runs', async () => {
  const ctx = await newContext(services);
  const first = await claimed(ctx);
  await expect(claimKey(ctx, use)).rejects.toMatchObject({ code: 'in_progress' });
  await age(ctx.tenantId, 31);
  await keepClaim(ctx, first.claimed);
  await expect(claimKey(ctx, use)).rejects.toMatchObject({ code: 'in_progress' });
  await age(ctx.tenantId, 31);
  const claims = await Promise.allSettled([claimKey(ctx, use), claimKey(ctx, use)]);
  expect(claims.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

test('what was carried out before its process died is not carried out again, and the client is told', async () => {
  const ctx = await newContext(services);
  const first = await claimed(ctx);
  await createContact(first.ctx, { phone: '+14155552671' });
  await age(ctx.tenantId, 31);
  await expect(claimKey(ctx, use)).rejects.toMatchObject({
    code: 'already_exists',
    message: expect.stringContaining('use a new key'),
  });
  // Nor when it broke off with a failure, as after a commit whose confirmation got lost.
  await releaseKey(ctx, first.claimed, { failed: true });
  await expect(claimKey(ctx, use)).rejects.toMatchObject({ code: 'already_exists' });
  expect(await contacts(ctx)).toBe(1);
});

test('a request that only read before its process died runs again; one that was too slow commits nothing', async () => {
  const ctx = await newContext(services);
  const slow = await claimed(ctx);
  await withTransaction(slow.ctx, (ctx) => ctx.tx.db.execute('select 1'));
  await age(ctx.tenantId, 31);
  const next = await claimed(ctx);
  await expect(createContact(slow.ctx, { phone: '+14155552671' })).rejects.toMatchObject({
    code: 'in_progress',
  });
  await keepAnswer(ctx, slow.claimed, { status: 201, body: 'slow' });
  await releaseKey(ctx, slow.claimed, { failed: false });
  expect(await contacts(ctx)).toBe(0);
  await createContact(next.ctx, { phone: '+14155552671' });
  await keepAnswer(ctx, next.claimed, { status: 201, body: 'next' });
  expect(await claimKey(ctx, use)).toMatchObject({ type: 'replay', body: 'next' });
  expect(await contacts(ctx)).toBe(1);
});

async function* brokenFile(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('Phone\n'.padEnd(2_000_000, '+14155552671\n'));
  throw new Error('the database went away');
}

const upload = (ctx: Context, content: AsyncIterable<Uint8Array>) =>
  uploadImport(ctx, { fileName: 'a.csv', content });

test('an upload that breaks off may be repeated, whatever of it was stored; one that ended may not', async () => {
  const ctx = await newContext(services);
  const first = await claimed(ctx);
  await expect(upload(first.ctx, brokenFile())).rejects.toThrow('The upload broke off');
  await releaseKey(ctx, first.claimed, { failed: true });
  const second = await claimed(ctx);
  await upload(second.ctx, pieces('Phone\n+14155552671\n'));
  await releaseKey(ctx, second.claimed, { failed: true });
  await age(ctx.tenantId, 31);
  await expect(claimKey(ctx, use)).rejects.toMatchObject({ code: 'already_exists' });
});

test('a released key is free, and one older than a day is forgotten', async () => {
  const ctx = await newContext(services);
  const first = await claimed(ctx);
  await releaseKey(ctx, first.claimed, { failed: false });
  const second = await claimed(ctx);
  await keepAnswer(ctx, second.claimed, { status: 200, body: '' });
  await age(ctx.tenantId, 86_401);
  expect(await claimKey(ctx, { ...use, fingerprint: 'new' })).toMatchObject({ type: 'run' });
  await age(ctx.tenantId, 86_401);
  expect(await withSystem(services.system, expireIdempotencyKeys)).toBe(1);
  expect(await withSystem(services.system, expireIdempotencyKeys)).toBe(0);
});
