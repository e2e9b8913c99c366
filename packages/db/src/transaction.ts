import { setTimeout as sleep } from 'node:timers/promises';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type pg from 'pg';

/** A drizzle handle on one open transaction; `$client` is the connection itself, for COPY and cursors. */
export type Transaction = NodePgDatabase & { $client: pg.PoolClient };

/** Deadlock, serialisation failure, and connections that broke: the work is done again from its start. */
const retryable = new Set(['40P01', '40001', '08000', '08003', '08006', '57P01', '57P02', '57P03']);

/** The server ended a transaction whose client was silent for too long. */
const idledOut = '25P03';
const connectionErrors = new Set(['ECONNRESET', 'EPIPE', 'ECONNREFUSED']);

/** Times one transaction is tried in all, one that idled out, and the longest pause between two tries. */
const maxTries = 5;
const maxTriesOfSlow = 2;
const maxPauseMs = 400;

/** How pg says, without a code, that a connection is gone. */
const lossWords = /connection terminated|connection error and is not queryable/i;

/** How it says, likewise, that none could be had in time, or that a statement got no answer. */
const silences = new Set([
  'timeout exceeded when trying to connect',
  'Connection terminated due to connection timeout',
  'timeout expired',
  'Query read timeout',
]);

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Runs `work` in one transaction that sees the rows of one tenant only.
 * Deadlocks, serialisation failures and connections lost before the commit was sent are tried again, up to 5 times, so `work` must do
 * nothing outside the transaction that may not happen twice. A server that does not answer in time is not asked again, and work that
 * was silent for longer than the server bears gets a second try alone.
 *
 * @throws whatever `work` throws, after a rollback
 */
export function withTenant<T>(
  pool: pg.Pool,
  tenantId: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return transact(pool, beginFor(tenantId, 'begin'), work);
}

/**
 * Like `withTenant`, but all that `work` reads is of one moment, and it can write nothing.
 *
 * @throws whatever `work` throws, after a rollback
 */
export function withTenantSnapshot<T>(
  pool: pg.Pool,
  tenantId: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return transact(pool, beginFor(tenantId, 'begin isolation level repeatable read read only'), work);
}

function beginFor(tenantId: string, begin: string): string {
  if (!uuidPattern.test(tenantId)) throw new TypeError(`not a tenant id: ${tenantId}`);
  return `${begin}; select set_config('app.tenant_id', '${tenantId}', true)`;
}

/** Runs `work` in one transaction of the system role, across tenants; the grants say what it may touch. */
export function withSystem<T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return transact(pool, 'begin', work);
}

async function transact<T>(pool: pg.Pool, begin: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await tryOnce(pool, begin, work);
    if (outcome.done) return outcome.value;
    if (!outcome.retry || attempt >= triesOf(outcome.error)) throw outcome.error;
    await sleep(Math.random() * Math.min(maxPauseMs, 10 * 2 ** attempt));
  }
}

/** A process that was stopped for a while gets another try; work that is slow itself would be as slow again. */
function triesOf(error: unknown): number {
  return errorCode(error) === idledOut ? maxTriesOfSlow : maxTries;
}

type Outcome<T> = { done: true; value: T } | { done: false; retry: boolean; error: unknown };

async function tryOnce<T>(
  pool: pg.Pool,
  begin: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<Outcome<T>> {
  let client: pg.PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    return { done: false, retry: isRetryable(error), error };
  }
  let committing = false;
  let ended: Error | undefined;
  const noteEnd = (error: Error) => (ended ??= error);
  client.on('error', noteEnd);
  try {
    await client.query(begin);
    const value = await work(drizzle({ client }));
    committing = true;
    await client.query('commit');
    client.release();
    return { done: true, value };
  } catch (thrown) {
    // A statement on a connection that had ended fails without a reason; the server told it before.
    const error = isConnectionLoss(thrown) ? (ended ?? thrown) : thrown;
    // On a connection whose server is silent the rollback would only wait as long once more.
    const broken = isSilence(error) || (await rollBack(client));
    client.release(broken);
    // A connection lost during the commit leaves its outcome open: only the server's own refusals are tried again.
    return { done: false, retry: isRetryable(error) && !(committing && isConnectionLoss(thrown)), error };
  } finally {
    client.off('error', noteEnd);
  }
}

async function rollBack(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query('rollback');
    return false;
  } catch {
    return true;
  }
}

/** The SQLSTATE or system code of an error or of its cause (drizzle wraps what pg throws). */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return errorCode(error.cause);
}

/** Whether the database could not be reached, had no connection left or was lost, rather than having refused a statement. */
export function isConnectionLoss(error: unknown): boolean {
  const code = errorCode(error);
  if (code !== undefined) return connectionErrors.has(code) || /^(08|57P|53300)/.test(code);
  return isSilence(error) || (error instanceof Error && lossWords.test(messageChain(error)));
}

/** Whether the server did not answer within the deadlines of its pool. */
function isSilence(error: unknown): boolean {
  return error instanceof Error && (silences.has(error.message) || isSilence(error.cause));
}

function messageChain(error: Error): string {
  return error.cause instanceof Error ? `${error.message} ${messageChain(error.cause)}` : error.message;
}

function isRetryable(error: unknown): boolean {
  if (isSilence(error)) return false;
  const code = errorCode(error);
  return isConnectionLoss(error) || code === idledOut || (code !== undefined && retryable.has(code));
}
