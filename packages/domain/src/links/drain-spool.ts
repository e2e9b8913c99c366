import { asc, inArray, sql } from 'drizzle-orm';
import { clickSpool } from '@sms-crm/db/tables/links';
import type { Transaction } from '@sms-crm/db/transaction';
import { withTransaction, type Context } from '../context/context.ts';
import type { JobRequest } from '../context/ports.ts';
import { decodeHits } from './hit-stream.ts';
import { recordSurely } from './record-surely.ts';

/** Batches taken at once, of up to 2 000 hits each. */
const atOnce = 10;

/** Batches get a job when they are this old, ms: more of the same tenant are likely to follow the first. */
const settledMs = 2_000;

/** Tenants offered by one sweep. */
const mostTenants = 100;

/**
 * Records the hits that were kept in the database while Redis was away. They leave it once they are recorded; a run that ends
 * between the two records them again, which by their ids changes nothing.
 *
 * @param run.signal ends the run between two portions
 */
export async function drainSpool(ctx: Context, run: { signal: AbortSignal }): Promise<void> {
  while (!run.signal.aborted) {
    const rows = await withTransaction(ctx, (ctx) =>
      ctx.tx.db
        .select({ id: clickSpool.id, hits: clickSpool.hits })
        .from(clickSpool)
        .orderBy(asc(clickSpool.id))
        .limit(atOnce),
    );
    if (rows.length === 0) return;
    const batches = rows.map((row) => decodeHits(row.hits));
    const foreign = batches.reduce((sum, batch) => sum + batch.foreign, 0);
    if (foreign > 0) ctx.log.error({ entries: foreign }, 'entries of the click spool are no clicks');
    await recordSurely(
      ctx,
      batches.flatMap((batch) => batch.hits),
    );
    const ids = rows.map((row) => row.id);
    await withTransaction(ctx, (ctx) => ctx.tx.db.delete(clickSpool).where(inArray(clickSpool.id, ids)));
  }
}

/** Jobs for tenants whose hits wait in the database, for the sweep, as the system role. */
export async function dueSpoolJobs(db: Transaction, now: Date): Promise<JobRequest[]> {
  const before = new Date(now.getTime() - settledMs).toISOString();
  const { rows } = await db.execute<{ tenantId: string }>(sql`
    select distinct tenant_id as "tenantId" from click_spool where created_at < ${before}::timestamptz limit ${mostTenants}`);
  return rows.map(({ tenantId }) => ({
    name: 'click.drain-spool',
    payload: { tenantId },
    jobId: `click.drain-spool-${tenantId}`,
  }));
}
