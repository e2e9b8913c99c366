import { afterAll, beforeAll, expect, test } from 'vitest';
import { dncOrigins, type DncOrigin } from '@sms-crm/contracts/do-not-contact';
import { createContact } from '../src/contacts/create.ts';
import { getContact } from '../src/contacts/get.ts';
import { withTransaction } from '../src/context/context.ts';
import { DomainError } from '../src/context/errors.ts';
import { addDoNotContact } from '../src/do-not-contact/add.ts';
import { blockPhones } from '../src/do-not-contact/block.ts';
import { listDoNotContact } from '../src/do-not-contact/list.ts';
import { removeDoNotContact } from '../src/do-not-contact/remove.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const phone = '+14155552671';

test('a phone goes on the list by hand, is found by its digits, and comes off again', async () => {
  const ctx = await newContext(services);
  const contact = await createContact(ctx, { phone });
  const entry = await addDoNotContact(ctx, { phone: '(415) 555-2671', reason: 'asked by mail' });
  expect(entry).toMatchObject({
    phone,
    origin: 'operator',
    reason: 'asked by mail',
    createdBy: 'tester@example.com',
  });
  expect(await addDoNotContact(ctx, { phone })).toEqual(entry);
  expect((await getContact(ctx, contact)).doNotContact).toBe(true);
  for (const q of ['2671', '415 555', '+1415', undefined]) {
    expect([q, (await listDoNotContact(ctx, { limit: 10, q })).items]).toEqual([q, [entry]]);
  }
  expect((await listDoNotContact(ctx, { limit: 10, q: '999' })).items).toEqual([]);
  await removeDoNotContact(ctx, { phone });
  expect((await listDoNotContact(ctx, { limit: 10 })).items).toEqual([]);
  expect((await getContact(ctx, contact)).doNotContact).toBe(false);
  await expect(removeDoNotContact(ctx, { phone })).rejects.toMatchObject({ code: 'not_found' });
  const again = await addDoNotContact(ctx, { phone });
  expect((await listDoNotContact(ctx, { limit: 10 })).items).toEqual([again]);
  const { rows } = await services.database.owner.query<{ action: string }>(
    `select action from audit_log where tenant_id = $1 and target_type = 'phone' order by id`,
    [ctx.tenantId],
  );
  expect(rows.map(({ action }) => action)).toEqual([
    'do-not-contact.add',
    'do-not-contact.remove',
    'do-not-contact.add',
  ]);
});

const liftable: readonly string[] = ['operator', 'import'];

/** Puts the phone on the list by hand and by `origin`, and tries to take it off. */
async function tryToLift(origin: DncOrigin): Promise<{ outcome: string; left: number }> {
  const ctx = await newContext(services);
  await withTransaction(ctx, (ctx) => blockPhones(ctx, [phone], { origin, reason: null }));
  await addDoNotContact(ctx, { phone });
  const outcome = await removeDoNotContact(ctx, { phone }).then(
    () => 'removed',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );
  return { outcome, left: (await listDoNotContact(ctx, { limit: 10 })).items.length };
}

test.each(dncOrigins.filter((origin) => liftable.includes(origin)))(
  'an entry of origin %s comes off by hand',
  async (origin) => {
    expect(await tryToLift(origin)).toEqual({ outcome: 'removed', left: 0 });
  },
);

test.each(dncOrigins.filter((origin) => !liftable.includes(origin)))(
  'an entry of origin %s stays, and with it the one made by hand',
  async (origin) => {
    expect(await tryToLift(origin)).toEqual({ outcome: 'wrong_state', left: 2 });
  },
);

test('blocking many phones tells which were free before', async () => {
  const ctx = await newContext(services);
  const phones = [phone, '+14155552672', '+14155552673'];
  await addDoNotContact(ctx, { phone });
  const block = (): Promise<string[]> =>
    withTransaction(ctx, (ctx) => blockPhones(ctx, phones, { origin: 'operator', reason: 'list' }));
  expect((await block()).toSorted()).toEqual(phones.slice(1));
  expect(await block()).toEqual([]);
});

test('another tenant’s entries are neither seen nor lifted', async () => {
  const [ctx, other] = [await newContext(services), await newContext(services)];
  await addDoNotContact(other, { phone });
  expect((await listDoNotContact(ctx, { limit: 10 })).items).toEqual([]);
  await expect(removeDoNotContact(ctx, { phone })).rejects.toMatchObject({ code: 'not_found' });
  await expect(addDoNotContact(ctx, { phone: '12' })).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(listDoNotContact(ctx, { limit: 10, q: 'ana' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  await expect(listDoNotContact(ctx, { limit: 10, cursor: 'WyJ4Il0' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
});
