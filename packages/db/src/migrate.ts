import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { ensureProcessRoles } from './roles.ts';

const folder = new URL('../migrations/', import.meta.url);

/** One migrator at a time per database; any constant will do. */
const lockKey = 7_236_512;

/** No migration waits longer than this for a table that others use. */
const lockTimeout = '3s';

/** A migration starting with this line runs outside a transaction (`create index concurrently`). */
const outsideTransaction = '-- outside a transaction';

/**
 * Brings a database to the newest schema; running it again changes nothing.
 *
 * @param options.ownerUrl the login that owns the tables
 * @returns the names of the migrations applied now
 * @throws RoleSetupError when the process roles are missing and cannot be made
 * @throws Error when a migration that was applied has been changed since
 */
export async function migrate(options: {
  ownerUrl: string;
  appPassword: string;
  systemPassword: string;
}): Promise<{ applied: string[] }> {
  await ensureProcessRoles(options);
  const client = new pg.Client({ connectionString: options.ownerUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await client.query(`set lock_timeout = '${lockTimeout}'`);
    return { applied: await applyMissing(client) };
  } finally {
    await client.end();
  }
}

async function applyMissing(client: pg.Client): Promise<string[]> {
  await client.query('set client_min_messages = warning');
  await client.query(
    `create table if not exists schema_migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null default now()
    )`,
  );
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migrations',
  );
  const known = new Map(rows.map((row) => [row.name, row.checksum]));
  const applied: string[] = [];
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).toSorted();
  for (const name of files) {
    const text = await readFile(new URL(name, folder), 'utf8');
    const checksum = createHash('sha256').update(text).digest('hex');
    const before = known.get(name);
    if (before === checksum) continue;
    if (before !== undefined) {
      throw new Error(`Migration ${name} was changed after it was applied; write a new migration instead.`);
    }
    await applyOne(client, { name, text, checksum });
    applied.push(name);
  }
  return applied;
}

async function applyOne(
  client: pg.Client,
  migration: { name: string; text: string; checksum: string },
): Promise<void> {
  const inTransaction = !migration.text.startsWith(outsideTransaction);
  try {
    if (inTransaction) await client.query('begin');
    await client.query(migration.text);
    await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    if (inTransaction) await client.query('commit');
  } catch (error) {
    if (inTransaction) await client.query('rollback');
    throw new Error(`Migration ${migration.name} failed: ${String(error)}`, { cause: error });
  }
}
