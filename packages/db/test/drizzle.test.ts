import { readdir } from 'node:fs/promises';
import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

/** The tables of every file under `src/tables`. */
async function declaredTables(): Promise<PgTable[]> {
  const folder = new URL('../src/tables/', import.meta.url);
  const modules: unknown[] = await Promise.all(
    (await readdir(folder)).map((file) => import(new URL(file, folder).href)),
  );
  const values = modules.flatMap((module): unknown[] => Object.values(Object.assign({}, module)));
  return values.filter((value): value is PgTable => is(value, PgTable));
}

test('the drizzle tables are the tables that the migrations make', async () => {
  const tables = await declaredTables();
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
