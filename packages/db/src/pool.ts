import pg from 'pg';
import type { Logger } from '@sms-crm/runtime/logger';
import type { ProcessRole } from './urls.ts';

/** A statement that takes longer than this is broken; jobs that need longer work in slices. */
const statementTimeoutMs = 60_000;

/** Longest wait for a free connection; the caller then answers `unavailable`. */
const connectionDeadlineMs = 5_000;

/** Connections the server keeps for its superuser and the migrator. */
const reservedConnections = 5;

/**
 * A bounded pool for one process role.
 *
 * @param options.max most connections this process opens with the role
 */
export function createPool(options: {
  url: string;
  role: ProcessRole;
  max: number;
  name: string;
  log: Logger;
}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max,
    connectionTimeoutMillis: connectionDeadlineMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: `${options.name}:${options.role}`,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
  });
  const lost = (error: Error) => options.log.warn({ err: error }, 'a database connection was lost');
  pool.on('error', lost);
  // The pool listens to idle connections only; one lost between two statements of a transaction would end the process.
  pool.on('connect', (client) => client.on('error', lost));
  return pool;
}

/** What is wrong with the role a process was given; empty when nothing is. */
export async function roleProblems(pool: pg.Pool, role: ProcessRole): Promise<string[]> {
  const { rows } = await pool.query<{
    name: string;
    super: boolean;
    bypass: boolean;
    creates: boolean;
    owns: boolean;
    member: boolean;
  }>(`
    select current_user as name, rolsuper as super, rolbypassrls as bypass,
      rolcreaterole or rolcreatedb or rolreplication as creates,
      exists (select from pg_class where relowner = r.oid and relkind in ('r', 'p')) as owns,
      exists (select from pg_auth_members where member = r.oid) as member
    from pg_roles r where rolname = current_user`);
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

/**
 * Checks that all pools of an installation fit into the server.
 *
 * @param planned connections that all processes together may open
 * @throws Error naming both numbers and the fix
 */
export async function assertConnectionsFit(pool: pg.Pool, planned: number): Promise<void> {
  const { rows } = await pool.query<{ max: number }>(`select current_setting('max_connections')::int as max`);
  const max = (rows[0]?.max ?? 0) - reservedConnections;
  if (planned <= max) return;
  throw new Error(
    `The processes may open ${planned} database connections, but the server leaves ${max}. ` +
      `Raise max_connections or lower the pool sizes.`,
  );
}
