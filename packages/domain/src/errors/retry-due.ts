import { asc, inArray, lte, sql } from 'drizzle-orm';
import type { Transaction } from '@sms-crm/db/transaction';
import { messageRetries } from '@sms-crm/db/tables/carrier-errors';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import type { JobRequest } from '../context/ports.ts';
import { writeDeadLetters } from './plan-retries.ts';
import { requeueMessages } from './requeue.ts';

/** Texts put back in one transaction, and transactions of one run; the sweep asks for the rest. */
const perTransaction = 200;
const perRun = 50;

/** Tenants offered by one sweep. */
const maxTenants = 100;

/** Puts texts whose time has come back into the queue, and gives up those that are too late. May be run again, and by several processes, at any time. */
export async function retryDue(ctx: Context, run: { signal: AbortSignal }): Promise<number> {
  let again = 0;
  for (let round = 0; round < perRun && !run.signal.aborted; round += 1) {
    const done = await withTransaction(ctx, async (ctx) => {
      const due = await ctx.tx.db
        .select()
        .from(messageRetries)
        .where(lte(messageRetries.dueAt, ctx.services.clock.now()))
        .orderBy(asc(messageRetries.dueAt))
        .limit(perTransaction);
      if (due.length === 0) return 0;
      const ids = due.map(({ messageId }) => messageId).toSorted((a, b) => (a < b ? -1 : 1));
      // The messages are locked first, as reports of the carrier do.
      const queued = await requeueMessages(ctx, { ids, cause: 'The carrier’s error allows another try' });
      again += queued.length;
      const left = due.filter(({ messageId }) => !queued.includes(messageId));
      await giveUpLate(ctx, left);
      await ctx.tx.db.delete(messageRetries).where(inArray(messageRetries.messageId, ids));
      return due.length;
    });
    if (done < perTransaction) break;
  }
  return again;
}

/** Gives up texts whose moment, or whose campaign's end, passed before this ran. */
async function giveUpLate(
  ctx: TxContext,
  due: readonly { messageId: string; code: string }[],
): Promise<void> {
  if (due.length === 0) return;
  const codes = new Map(due.map(({ messageId, code }) => [messageId, code]));
  const { rows } = await ctx.tx.db.execute<{
    messageId: string;
    campaignId: string | null;
    attempt: number;
  }>(sql`
    select m.id as "messageId", m.campaign_id as "campaignId", m.attempt from messages m
    left join campaigns c on c.tenant_id = m.tenant_id and c.id = m.campaign_id
    where m.tenant_id = ${ctx.tenantId} and m.id = any (${sql.param([...codes.keys()])}::uuid[]) and m.status in ('failed', 'undelivered')
      and c.status is distinct from 'canceled' and not exists (
        select from message_events e where e.tenant_id = m.tenant_id and e.message_id = m.id and e.type = 'delivered')`);
  await writeDeadLetters(
    ctx,
    rows.map((row) => ({ ...row, code: codes.get(row.messageId) ?? '' })),
  );
}

/** Jobs for tenants with texts whose next try is due, for the sweep, as the system role. */
export async function dueRetryJobs(db: Transaction, now: Date): Promise<JobRequest[]> {
  const { rows } = await db.execute<{ tenantId: string }>(sql`
    select distinct tenant_id as "tenantId" from message_retries where due_at <= ${now.toISOString()}::timestamptz limit ${maxTenants}`);
  return rows.map(({ tenantId }) => ({
    name: 'message.retry',
    payload: { tenantId },
    jobId: `message.retry-${tenantId}-${now.getTime()}`,
  }));
}
