import type { SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type pg from 'pg';
import type { Transaction } from './transaction.ts';

const dialect = new PgDialect();

/** Most statements a process prepares: every connection keeps a plan of each. Any other is parsed and planned each time. */
const mostNames = 300;

/** Names of the statements this process prepares, by their text. */
const names = new Map<string, string>();

/**
 * Runs a statement that each connection parses and plans once and then runs by its name; for statements that run with every batch of texts,
 * where parsing and planning were a fifth of PostgreSQL's time. Its text should have few forms: lists belong into one array parameter.
 * Instants come as `Date`.
 */
export async function runPrepared<Row extends pg.QueryResultRow>(
  db: Transaction,
  statement: SQL,
): Promise<pg.QueryResult<Row>> {
  const { sql: text, params } = dialect.sqlToQuery(statement);
  return db.$client.query<Row>({ ...nameOf(text), text, values: params });
}

function nameOf(text: string): { name?: string } {
  const known = names.get(text);
  if (known !== undefined) return { name: known };
  if (names.size >= mostNames) return {};
  const name = `s${names.size + 1}`;
  names.set(text, name);
  return { name };
}
