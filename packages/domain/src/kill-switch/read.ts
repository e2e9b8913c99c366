import { asc, eq } from 'drizzle-orm';
import type { KillSwitch } from '@sms-crm/contracts/kill-switch';
import { killSwitches, tenants } from '@sms-crm/db/tables/access';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';

/** The tenant's own switch and those of this many campaigns are shown. */
const maxShown = 200;

/** The switches that are on now, the oldest first. */
export async function listKillSwitches(ctx: Context): Promise<{ items: KillSwitch[] }> {
  requirePermission(ctx, 'kill-switch:read');
  return withTransaction(ctx, async (ctx) => ({ items: await readSwitches(ctx) }));
}

/** The same without a look at permissions. */
export async function readSwitches(ctx: TxContext): Promise<KillSwitch[]> {
  const rows = await ctx.tx.db
    .select({ row: killSwitches, tenant: tenants.name, campaign: campaigns.name })
    .from(killSwitches)
    .leftJoin(tenants, eq(tenants.id, killSwitches.id))
    .leftJoin(campaigns, eq(campaigns.id, killSwitches.id))
    .orderBy(asc(killSwitches.thrownAt), asc(killSwitches.id))
    .limit(maxShown);
  return rows.map(({ row, tenant, campaign }) => ({
    scope: row.scope,
    id: row.id,
    name: tenant ?? campaign ?? '',
    reason: row.reason,
    by: row.thrownBy,
    at: row.thrownAt.toISOString(),
  }));
}
