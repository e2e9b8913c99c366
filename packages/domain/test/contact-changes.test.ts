import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordConsent } from '../src/consent/record.ts';
import { addTags } from '../src/contacts/attachments.ts';
import { createContact } from '../src/contacts/create.ts';
import { deleteContact } from '../src/contacts/delete.ts';
import { exportContacts } from '../src/contacts/export-csv.ts';
import { getContact } from '../src/contacts/get.ts';
import { listContacts } from '../src/contacts/list.ts';
import { listTags } from '../src/contacts/tags.ts';
import { updateContact } from '../src/contacts/update.ts';
import { withTransaction } from '../src/context/context.ts';
import { commitImport } from '../src/imports/commit.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { all, containing, jobRun, readyToCommit } from './import-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

test('a change replaces what is given and keeps the rest; search follows the new name', async () => {
  const ctx = await newContext(services);
  const made = await createContact(ctx, {
    phone: '+14155552671',
    firstName: 'Ana',
    lastName: 'Obi',
    email: 'ana@example.com',
    tags: ['a', 'b'],
    attributes: { tier: 'gold', pet: 'cat' },
  });
  const changed = await updateContact(ctx, {
    id: made.id,
    firstName: 'Bea',
    email: null,
    tags: ['b', 'c'],
    attributes: { tier: 'silver' },
    consent: { source: 'in-person', agreedAt: '2026-01-02T10:00:00Z' },
  });
  expect(changed).toEqual({
    ...made,
    firstName: 'Bea',
    email: null,
    tags: ['b', 'c'],
    attributes: { tier: 'silver' },
    consent: 'granted',
    updatedAt: changed.updatedAt,
  });
  const { consentEvents, ...shown } = await getContact(ctx, made);
  expect(shown).toEqual(changed);
  expect(consentEvents).toMatchObject([
    { type: 'granted', source: 'in-person', agreedAt: '2026-01-02T10:00:00.000Z', importName: null },
  ]);
  const found = async (q: string): Promise<number> => (await listContacts(ctx, { limit: 5, q })).items.length;
  expect([await found('bea'), await found('obi'), await found('ana'), await found('ana@')]).toEqual([
    1, 1, 0, 0,
  ]);
  const { rows } = await services.database.owner.query<{ before: object; after: object }>(
    `select before, after from audit_log where tenant_id = $1 and action = 'contact.update'`,
    [ctx.tenantId],
  );
  expect(rows).toMatchObject([
    { before: { firstName: 'Ana' }, after: { firstName: 'Bea', consent: 'granted' } },
  ]);
  expect(Object.keys(rows[0]?.after ?? {})).not.toContain('lastName');
});

test('a contact without messages is deleted with all that hangs on it, one with messages stays', async () => {
  const ctx = await newContext(services);
  const gone = await createContact(ctx, { phone: '+14155552671', firstName: 'Ana', tags: ['a'] });
  await deleteContact(ctx, gone);
  await expect(getContact(ctx, gone)).rejects.toMatchObject({ code: 'not_found' });
  const { rows } = await services.database.owner.query(
    `select (select count(*)::int from contact_words where tenant_id = $1) as words,
      (select count(*)::int from contact_tags where tenant_id = $1) as tags`,
    [ctx.tenantId],
  );
  expect(rows).toEqual([{ words: 0, tags: 0 }]);
  const texted = await createContact(ctx, { phone: '+14155552671' });
  await services.database.owner.query(
    `insert into messages (tenant_id, contact_id, direction, status, phone) values ($1, $2, 'outbound', 'delivered', $3)`,
    [ctx.tenantId, texted.id, texted.phone],
  );
  await expect(deleteContact(ctx, texted)).rejects.toMatchObject({
    code: 'conflict',
    message: containing('do-not-contact'),
  });
});

test('another tenant’s contact is not found by any verb', async () => {
  const [ctx, other] = [await newContext(services), await newContext(services)];
  const contact = await createContact(other, { phone: '+14155552671' });
  for (const attempt of [
    () => getContact(ctx, contact),
    () => updateContact(ctx, { id: contact.id, firstName: 'X' }),
    () => deleteContact(ctx, contact),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
  }
});

test('agreement is recorded for a group’s unknown contacts only, with evidence and one audit entry', async () => {
  const ctx = await newContext(services);
  const consent = { source: 'paper-form', agreedAt: '2026-01-02T10:00:00Z', wording: 'Yes' } as const;
  const view = await readyToCommit(ctx, 'Phone,Tags\n4155552671,vip\n4155552672,vip\n4155552673,\n');
  await commitImport(ctx, { importId: view.id }, jobRun);
  await createContact(ctx, { phone: '+14155552674', tags: ['vip'], consent });
  const withdrawn = await createContact(ctx, { phone: '+14155552675', tags: ['vip'], consent });
  await services.database.owner.query(`update contacts set consent = 'revoked' where id = $1`, [
    withdrawn.id,
  ]);
  await createContact(ctx, { phone: '+14155552676' });
  const record = (audience: Parameters<typeof recordConsent>[1]['audience']): Promise<{ changed: number }> =>
    recordConsent(ctx, { audience, consent });
  expect(await record({ type: 'tag', tag: 'vip' })).toEqual({ changed: 2 });
  expect(await record({ type: 'import', importId: view.id })).toEqual({ changed: 1 });
  expect(await record({ type: 'all' })).toEqual({ changed: 1 });
  expect(await record({ type: 'all' })).toEqual({ changed: 0 });
  const { items } = await listContacts(ctx, { limit: 10, consent: 'revoked' });
  expect(items.map((item) => item.id)).toEqual([withdrawn.id]);
  const { rows } = await services.database.owner.query(
    `select (select count(*)::int from consent_events where tenant_id = $1 and source = 'paper-form') as events,
      (select count(*)::int from audit_log where tenant_id = $1 and action = 'consent.record') as entries`,
    [ctx.tenantId],
  );
  expect(rows).toEqual([{ events: 6, entries: 4 }]);
  await expect(record({ type: 'import', importId: ctx.tenantId })).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('agreement to come, or from before there were texts, is refused wherever it is recorded', async () => {
  const ctx = await newContext(services);
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  for (const agreedAt of ['2999-01-01T00:00:00Z', inAnHour, '0001-01-01T00:00:00Z', '1989-12-31T23:59:59Z']) {
    const consent = { source: 'paper-form', agreedAt } as const;
    for (const attempt of [
      () => recordConsent(ctx, { audience: { type: 'all' }, consent }),
      () => createContact(ctx, { phone: '+14155552671', consent }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({
        code: 'invalid_input',
        fields: [{ field: 'consent.agreedAt', detail: expect.stringContaining(agreedAt) as unknown }],
      });
    }
  }
});

test('tags are listed most used first, and the export holds attributes and no formulas', async () => {
  const ctx = await newContext(services);
  await createContact(ctx, {
    phone: '+14155552671',
    firstName: '=1+1',
    tags: ['b', 'a'],
    attributes: { tier: 'gold', city: 'x' },
  });
  await createContact(ctx, { phone: '+14155552672', lastName: 'O"Neil, Jr', tags: ['b'] });
  expect(await listTags(ctx)).toEqual({
    items: [
      { tag: 'b', contacts: 2 },
      { tag: 'a', contacts: 1 },
    ],
  });
  const text = (await all(await exportContacts(ctx, {}))).join('');
  const [header, second, first] = text.split('\r\n');
  expect(header).toBe(
    'phone,first_name,last_name,email,city,region,postal_code,time_zone,country,consent,do_not_contact,tags,created_at,attribute_city,tier',
  );
  expect(second).toMatch(/^\+14155552672,,"O""Neil, Jr",,,,,,US,unknown,no,b,.*,,$/);
  expect(first).toMatch(/^\+14155552671,'=1\+1,.*,"a, b",.*,x,gold$/);
  expect((await all(await exportContacts(ctx, { tag: 'a' }))).join('').split('\r\n')).toHaveLength(3);
});

test('a contact never gets more than 100 tags, however often some are added', async () => {
  const ctx = await newContext(services);
  const { id } = await createContact(ctx, { phone: '+14155552671' });
  for (const letter of ['a', 'b', 'c']) {
    const tags = Array.from({ length: 45 }, (_, index) => ({ contactId: id, tag: `${letter}${index}` }));
    await withTransaction(ctx, (ctx) => addTags(ctx, tags));
  }
  const { tags } = await getContact(ctx, { id });
  expect(tags).toHaveLength(100);
  expect(tags.filter((tag) => tag.startsWith('c'))).toHaveLength(10);
});
