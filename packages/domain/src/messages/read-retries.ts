import { sql } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';
import { stillSent } from '../errors/requeue.ts';
import type { MessageRow } from './message-view.ts';

/** Of failed messages, when those are tried again that will be: a campaign that was canceled or ends before that tries none. */
export async function readRetries(
  ctx: TxContext,
  rows: readonly MessageRow[],
): Promise<ReadonlyMap<string, Date>> {
  const failed = rows.filter(({ status }) => status === 'failed' || status === 'undelivered');
  if (failed.length === 0) return new Map();
  const found = await ctx.tx.db.execute<{ id: string; dueAt: Date }>(sql`
    select r.message_id as id, r.due_at as "dueAt" from message_retries r
    join messages m on m.tenant_id = r.tenant_id and m.id = r.message_id
    left join campaigns c on c.tenant_id = m.tenant_id and c.id = m.campaign_id
    where r.tenant_id = ${ctx.tenantId}::uuid and r.message_id = any (${sql.param(failed.map(({ id }) => id))}::uuid[])
      and (c.id is null or c.status = any (${sql.param([...stillSent])}::text[]) and (c.ends_at is null or c.ends_at > r.due_at))`);
  return new Map(found.rows.map(({ id, dueAt }) => [id, new Date(dueAt)]));
}
