import { afterAll, beforeAll, expect, test } from 'vitest';
import pg from 'pg';
import { drawErd } from '../src/erd.ts';
import { dumpSchema } from '../src/schema-dump.ts';
import { createTestDatabase, testServerUrl, type TestDatabase } from '../src/test-database.ts';
import { databaseUrl } from '../src/urls.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(testServerUrl(process.env));
});
afterAll(() => database.close());

test('schema.sql is what the migrations make', async () => {
  await expect(await dumpSchema(database.owner)).toMatchFileSnapshot('../schema.sql');
});

test('docs/erd.md shows the tables that the migrations make', async () => {
  await expect(await drawErd(database.owner)).toMatchFileSnapshot('../../../docs/erd.md');
});

test('schema.sql leaves nothing out: run on an empty database it makes the same schema', async () => {
  const text = await dumpSchema(database.owner);
  const name = new URL(database.ownerUrl).pathname.slice(1);
  const copy = `${name}_copy`;
  await database.owner.query(`create database ${copy} template template0`);
  const client = new pg.Client({ connectionString: databaseUrl(database.ownerUrl, copy) });
  try {
    await client.connect();
    await client.query(text);
    expect(await dumpSchema(client)).toBe(text);
  } finally {
    await client.end();
    await database.owner.query(`drop database ${copy} with (force)`);
  }
});
