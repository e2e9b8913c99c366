import { sql } from 'drizzle-orm';
import type { SuppressionPreview, SuppressionSpec } from '@sms-crm/contracts/suppression';
import { requirePermission } from '../context/actor.ts';
import { withSnapshot, type Context } from '../context/context.ts';
import { sendsSimulated } from '../numbers/find.ts';
import { conditionOf } from './conditions.ts';

/** How many of all contacts a rule would leave out now. */
export async function previewSuppressionRule(
  ctx: Context,
  input: SuppressionSpec,
): Promise<SuppressionPreview> {
  requirePermission(ctx, 'suppression:read');
  return withSnapshot(ctx, async (ctx) => {
    const asking = { simulated: await sendsSimulated(ctx, null), at: ctx.services.clock.now() };
    const { rows } = await ctx.tx.db.execute<{ leftOut: string; contacts: string }>(sql`
      select count(*) filter (where ${conditionOf(input, asking)}) as "leftOut", count(*) as contacts
      from contacts c where c.tenant_id = ${ctx.tenantId}::uuid`);
    return { leftOut: Number(rows[0]?.leftOut ?? 0), contacts: Number(rows[0]?.contacts ?? 0) };
  });
}
