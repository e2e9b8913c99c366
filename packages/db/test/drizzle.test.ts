import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as access from '../src/tables/access.ts';
import * as campaigns from '../src/tables/campaigns.ts';
import * as contacts from '../src/tables/contacts.ts';
import * as messages from '../src/tables/messages.ts';
import * as sending from '../src/tables/sending.ts';
import * as testPhones from '../src/tables/test-phones.ts';
import { createTestDatabase, testServerUrl, type TestDatabase } from '../src/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(testServerUrl(process.env));
});
afterAll(() => database.close());

type Column = { name: string; type: string; nullable: boolean };

function described(table: PgTable): Column[] {
  return Object.values(getTableColumns(table))
    .map((column) => ({ name: column.name, type: column.getSQLType(), nullable: !column.notNull }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

test('the drizzle tables are the tables that the migrations make', async () => {
  const tables = Object.values({
    ...access,
    ...contacts,
    ...campaigns,
    ...messages,
    ...sending,
    ...testPhones,
  }).filter((value) => is(value, PgTable));
  const { rows } = await database.owner.query<Column & { table: string }>(`
    select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> 'schema_migrations'`);
  const existing = Map.groupBy(rows, (row) => row.table);
  expect(tables.map((table) => getTableName(table)).toSorted()).toEqual([...existing.keys()].toSorted());
  for (const table of tables) {
    const columns = (existing.get(getTableName(table)) ?? [])
      .map(({ name, type, nullable }) => ({ name, type, nullable }))
      .toSorted((a, b) => a.name.localeCompare(b.name));
    expect({ table: getTableConfig(table).name, columns: described(table) }).toEqual({
      table: getTableConfig(table).name,
      columns,
    });
  }
});
