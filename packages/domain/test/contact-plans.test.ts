import { desc } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contacts, doNotContact } from '@sms-crm/db/tables/contacts';
import { filterContacts, hasDigits, type ContactFilter } from '../src/contacts/filter.ts';
import { withTransaction, type Context, type TxContext } from '../src/context/context.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';

let services: TestServices;
let ctx: Context;

beforeAll(async () => {
  services = await createTestServices();
  ctx = await newContext(services);
  const { owner } = services.database;
  await owner.query(
    `with c as (
      insert into contacts (tenant_id, phone, email)
      select $1, '+1415' || 2000000 + n, 'user' || n || '@example.com' from generate_series(1, 20000) n
      returning id, tenant_id, phone
    ), words as (
      insert into contact_words (tenant_id, contact_id, word) select tenant_id, id, 'word' || right(phone, 5) from c
    ), tags as (
      insert into contact_tags (tenant_id, contact_id, tag) select tenant_id, id, 'tag' || right(phone, 3) from c
    )
    insert into do_not_contact (tenant_id, phone, origin, created_by) select tenant_id, phone, 'operator', 'test' from c`,
    [ctx.tenantId],
  );
  await owner.query('analyze contacts, contact_words, contact_tags, do_not_contact');
});
afterAll(() => services.close());

/** How the database answers a query of these verbs as the role of the processes, under row security. */
async function planOf(query: (ctx: TxContext) => { sql: string; params: unknown[] }): Promise<string> {
  return withTransaction(ctx, async (ctx) => {
    const { sql, params } = query(ctx);
    const { rows } = await ctx.tx.db.$client.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, params);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
}

const searches: [string, ContactFilter, string[]][] = [
  ['digits of a phone', { q: '2012345' }, ['contacts_tenant_id_phone_key', 'contacts_phone_reversed']],
  ['the beginning of an e-mail', { q: 'user123@' }, ['contacts_email']],
  ['the beginning of a name', { q: 'word0012' }, ['contact_words_pkey']],
  ['a tag', { tag: 'tag123' }, ['contact_tags_pkey']],
];

test.each(searches)('contacts by %s are found through the index', async (_name, filter, indexes) => {
  const plan = await planOf((ctx) =>
    ctx.tx.db
      .select()
      .from(contacts)
      .where(filterContacts(ctx, filter, 'US'))
      .orderBy(desc(contacts.id))
      .limit(51)
      .toSQL(),
  );
  for (const index of indexes) expect(plan).toContain(index);
  expect(plan).not.toContain('Seq Scan');
});

test('do-not-contact entries by digits are found through the index', async () => {
  const columns = { phone: doNotContact.phone, reversed: doNotContact.phoneReversed };
  const plan = await planOf((ctx) =>
    ctx.tx.db
      .select()
      .from(doNotContact)
      .where(hasDigits(columns, '2012345', 'US'))
      .toSQL(),
  );
  expect(plan).toContain('do_not_contact_reversed');
  expect(plan).not.toContain('Seq Scan');
});
