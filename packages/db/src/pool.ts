import pg from 'pg';
import type { Logger } from '@sms-crm/runtime/logger';
import type { ProcessRole } from './urls.ts';

/** How long a process waits for its database, ms. A database that hangs enforces nothing, so the client looks at its own clock too. */
export type PoolDeadlines = {
  /** For a free or a new connection; the caller then answers `unavailable`. */
  waitMs: number;
  /** The server ends a statement that takes longer; what needs longer works in slices. */
  statementMs: number;
  /** The client gives the connection up when a statement has no answer for so long; longer than `statementMs`. */
  answerMs: number;
  /** The server ends a transaction in which its client is silent for so long: what it locked, others wait for. */
  idleMs: number;
};

/** While somebody waits for an answer. Exports and uploads read and write in short slices, each within this. */
export const requestDeadlines: PoolDeadlines = {
  waitMs: 3_000,
  statementMs: 10_000,
  answerMs: 12_000,
  idleMs: 60_000,
};

/** For jobs, which nobody waits for and which are tried again. */
export const jobDeadlines: PoolDeadlines = {
  waitMs: 15_000,
  statementMs: 60_000,
  answerMs: 65_000,
  idleMs: 10_000,
};

/**
 * A bounded pool for one process role.
 *
 * @param options.max most connections this process opens with the role
 * @param options.deadlines those of jobs when absent
 */
export function createPool(options: {
  url: string;
  role: ProcessRole;
  max: number;
  name: string;
  log: Logger;
  deadlines?: PoolDeadlines | undefined;
}): pg.Pool {
  const { waitMs, statementMs, answerMs, idleMs } = options.deadlines ?? jobDeadlines;
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max,
    connectionTimeoutMillis: waitMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: `${options.name}:${options.role}`,
    statement_timeout: statementMs,
    query_timeout: answerMs,
    idle_in_transaction_session_timeout: idleMs,
  });
  const lost = (error: Error) => options.log.warn({ err: error }, 'a database connection was lost');
  pool.on('error', lost);
  // The pool listens to idle connections only; one lost between two statements of a transaction would end the process.
  pool.on('connect', (client) => client.on('error', lost));
  return pool;
}

/** What is wrong with the role a process logged in as, which it could always come back to; empty when nothing is. */
export async function roleProblems(pool: pg.Pool, role: ProcessRole): Promise<string[]> {
  const { rows } = await pool.query<{
    name: string;
    super: boolean;
    bypass: boolean;
    creates: boolean;
    owns: boolean;
    member: boolean;
  }>(`
    select session_user as name, rolsuper as super, rolbypassrls as bypass,
      rolcreaterole or rolcreatedb or rolreplication as creates,
      exists (select from pg_class where relowner = r.oid and relkind in ('r', 'p')) as owns,
      exists (select from pg_auth_members where member = r.oid) as member
    from pg_roles r where rolname = session_user`);
  const found = rows[0];
  if (!found) return ['the role is unknown to the server'];
  const problems: string[] = [];
  if (found.name !== role) problems.push(`it is ${found.name}, not ${role}`);
  if (found.super) problems.push('it is a superuser');
  if (found.bypass) problems.push('it has BYPASSRLS');
  if (found.creates) problems.push('it may create roles or databases or replicate');
  if (found.owns) problems.push('it owns tables');
  if (found.member) problems.push('it is a member of another role');
  return problems;
}

/**
 * Refuses to go on with a role that could look past row-level security.
 *
 * @throws Error naming the role's excess and the fix
 */
export async function assertSafeRole(pool: pg.Pool, role: ProcessRole): Promise<void> {
  const problems = await roleProblems(pool, role);
  if (problems.length === 0) return;
  throw new Error(
    `The database role for ${role} is not safe to run with: ${problems.join('; ')}. ` +
      `Use the login ${role} that the migrations make.`,
  );
}
