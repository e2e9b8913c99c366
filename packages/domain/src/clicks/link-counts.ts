import { sql } from 'drizzle-orm';
import { runPrepared } from '@sms-crm/db/prepared';
import type { TxContext } from '../context/context.ts';

/** How many links the texts of each of these campaigns have; those of no campaign known have none. */
export async function readLinkCounts(
  ctx: TxContext,
  campaignIds: ReadonlySet<string>,
): Promise<(campaignId: string) => number> {
  const { rows } = await runPrepared<{ id: string; links: number }>(
    ctx.tx.db,
    sql`
    select campaign_id as id, count(*)::int as links from campaign_links
    where tenant_id = ${ctx.tenantId}::uuid and campaign_id = any (${sql.param([...campaignIds])}::uuid[]) group by 1`,
  );
  const counts = new Map(rows.map((row) => [row.id, row.links]));
  return (campaignId) => counts.get(campaignId) ?? 0;
}
