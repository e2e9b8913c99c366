import { sql } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';

/** Of texts of no campaign, the moments from which they are not sent any more; those that may go at any time have none. */
export async function readDeadlines(
  ctx: TxContext,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  if (ids.length === 0) return new Map();
  const { rows } = await ctx.tx.db.execute<{ id: string; at: Date }>(sql`
    select first_id as id, min(send_before) as at from message_batches
    where tenant_id = ${ctx.tenantId}::uuid and campaign_id is null and first_id = any (${sql.param([...ids])}::uuid[])
      and send_before is not null
    group by 1`);
  return new Map(rows.map(({ id, at }) => [id, new Date(at)]));
}
