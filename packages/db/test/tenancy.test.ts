import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, testServerUrl, type TestDatabase } from '../src/test-database.ts';
import { migrate } from '../src/migrate.ts';
import { withTenant } from '../src/transaction.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(testServerUrl(process.env));
});
afterAll(() => database.close());

type TableRow = { name: string };

async function tenantTables(): Promise<string[]> {
  const { rows } = await database.owner.query<TableRow>(`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where a.attname = 'tenant_id' and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1`);
  return rows.map((row) => row.name);
}

/** Puts one row into every tenant table, with made-up values of the right types and no foreign keys in the way. */
async function fillEveryTable(tenantId: string): Promise<void> {
  const client = await database.owner.connect();
  try {
    await client.query("set session_replication_role = 'replica'");
    for (const table of await tenantTables()) {
      const { rows } = await client.query<{ column: string; value: string }>(
        `select quote_ident(attname) as column,
          case when attname = 'tenant_id' then quote_literal($2)
               when c.check is not null then quote_literal(c.check)
               else case atttypid::regtype::text
                 when 'uuid' then 'uuidv7()' when 'text' then 'gen_random_uuid()::text' when 'jsonb' then '''{}''' when 'json' then '''{}''' when 'integer[]' then '''{}''' when 'text[]' then '''{}''' when 'uuid[]' then '''{}'''
                 when 'timestamp with time zone' then 'now()' when 'date' then 'current_date' when 'boolean' then 'false' when 'bytea' then '''x''' else '1' end end as value
         from pg_attribute a
         left join lateral (
           select (regexp_match(pg_get_constraintdef(k.oid), '''([^'']+)''::text'))[1] as check
           from pg_constraint k where k.conrelid = a.attrelid and k.contype = 'c' and k.conkey = array[a.attnum]
         ) c on true
         where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attnotnull`,
        [table, tenantId],
      );
      await client.query(
        `insert into ${table} (${rows.map((row) => row.column).join()}) values (${rows.map((row) => row.value).join()})`,
      );
    }
  } finally {
    await client.query("set session_replication_role = 'origin'");
    client.release();
  }
}

async function newTenant(): Promise<string> {
  const { rows } = await database.owner.query<{ id: string }>(
    `insert into tenants (name, brand_name, help_contact) values ('T', 'T', 'help@example.com') returning id`,
  );
  return rows[0]?.id ?? '';
}

/** Rows a statement touched; one that the role may not run at all touches none. */
async function rowsTouched(statement: Promise<pg.QueryResult>): Promise<number | null> {
  try {
    return (await statement).rowCount;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.message.startsWith('permission denied')) return 0;
    throw error;
  }
}

test('statements without any where touch no row of another tenant, and none without a tenant', async () => {
  const [a, b] = [await newTenant(), await newTenant()];
  await fillEveryTable(b);
  const tables = await tenantTables();
  expect(tables.length).toBeGreaterThan(20);
  for (const table of tables) {
    for (const statement of [
      `select from ${table}`,
      `update ${table} set tenant_id = tenant_id`,
      `delete from ${table}`,
    ]) {
      const touched = await withTenant(database.app, a, async (tx) => {
        await tx.$client.query('savepoint before');
        const touchedRows = await rowsTouched(tx.$client.query(statement));
        await tx.$client.query('rollback to before');
        return touchedRows;
      });
      expect([statement, touched]).toEqual([statement, 0]);
      const blind = await rowsTouched(database.app.query(statement));
      expect([`${statement}, no tenant`, blind]).toEqual([`${statement}, no tenant`, 0]);
    }
    const left = await database.owner.query(`select from ${table} where tenant_id = $1`, [b]);
    expect([table, left.rowCount]).toEqual([table, 1]);
  }
});

test('of tenants themselves, statements without any where touch the own one alone, and none without a tenant', async () => {
  const [a, b] = [await newTenant(), await newTenant()];
  const { rows: before } = await database.owner.query(`select * from tenants where id = $1`, [b]);
  const statements = ['select id from tenants', `update tenants set name = 'Mine' returning id`];
  for (const statement of statements) {
    const { rows } = await withTenant(database.app, a, (tx) => tx.$client.query(statement));
    expect([statement, rows]).toEqual([statement, [{ id: a }]]);
    const blind = await database.app.query(statement);
    expect([`${statement}, no tenant`, blind.rows]).toEqual([`${statement}, no tenant`, []]);
  }
  const remove = withTenant(database.app, a, (tx) => tx.$client.query('delete from tenants'));
  await expect(remove).rejects.toThrow('permission denied');
  const { rows: after } = await database.owner.query(`select * from tenants where id = $1`, [b]);
  expect(after).toEqual(before);
});

test('a row cannot be written into another tenant', async () => {
  const [a, b] = [await newTenant(), await newTenant()];
  const attempt = withTenant(database.app, a, (tx) =>
    tx.$client.query(`insert into contacts (tenant_id, phone) values ($1, '+14155550100')`, [b]),
  );
  await expect(attempt).rejects.toThrow('row-level security');
});

test('every tenant table has its key, both policies and forced row security', async () => {
  const { rows } = await database.owner.query<{ name: string; problem: string }>(`
    select c.relname as name, concat_ws(', ',
      case when not c.relrowsecurity or not c.relforcerowsecurity then 'row security not forced' end,
      case when (select count(*) from pg_policy p where p.polrelid = c.oid) <> 2 then 'policies' end,
      case when not exists (
        select from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
        where i.indrelid = c.oid and i.indisprimary and a.attname = 'tenant_id') then 'primary key' end) as problem
    from pg_class c join pg_attribute t on t.attrelid = c.oid and t.attname = 'tenant_id'
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`);
  expect(rows.filter((row) => row.problem !== '')).toEqual([]);
});

/** Tables that hang on messages, or outlive what they point to, carry no foreign keys. */
const withoutForeignKeys = [
  'auto_reply_days',
  'batch_waits',
  'campaign_health',
  'campaign_hourly',
  'campaign_shares',
  'carrier_waits',
  'click_spool',
  'clicks',
  'contact_numbers',
  'contact_words',
  'dead_letters',
  'earlier_charges',
  'ledger_entries',
  'message_batches',
  'message_events',
  'message_media',
  'message_retries',
  'messages',
  'number_daily',
  'number_usage',
  'parked_webhooks',
  'short_links',
  'webhook_events',
];

test('every tenant table but the listed ones hangs on something by a foreign key', async () => {
  const { rows } = await database.owner.query<TableRow>(`
    select c.relname as name from pg_class c join pg_attribute t on t.attrelid = c.oid and t.attname = 'tenant_id'
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
      and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f') order by 1`);
  expect(rows.map((row) => row.name)).toEqual(withoutForeignKeys);
});

test('no index on messages holds a column that changes while sending', async () => {
  const { rows } = await database.owner.query<TableRow>(`
    select distinct a.attname as name from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
    where i.indrelid = 'messages'::regclass order by 1`);
  expect(rows.map((row) => row.name)).toEqual(['campaign_id', 'contact_id', 'id', 'tenant_id']);
});

test('migrating again changes nothing', async () => {
  const again = await migrate({
    ownerUrl: database.ownerUrl,
    appPassword: 'test-app',
    systemPassword: 'test-system',
  });
  expect(again.applied).toEqual([]);
});
