import { asc, eq } from 'drizzle-orm';
import type { KillSwitch, KillSwitches } from '@sms-crm/contracts/kill-switch';
import { killSwitches, platformKillSwitch, tenants } from '@sms-crm/db/tables/access';
import { campaigns, sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { isPlatformAdmin } from './platform-admin.ts';

/** The tenant's own switch and those of this many campaigns and numbers are shown. */
const maxShown = 200;

/** The switches that are on now: the installation's, then the others, the oldest first. */
export async function listKillSwitches(ctx: Context): Promise<KillSwitches> {
  requirePermission(ctx, 'kill-switch:read');
  const mayUsePlatform = await isPlatformAdmin(ctx);
  return withTransaction(ctx, async (ctx) => ({ items: await readSwitches(ctx), mayUsePlatform }));
}

/** The same without a look at permissions. */
export async function readSwitches(ctx: TxContext): Promise<KillSwitch[]> {
  const rows = await ctx.tx.db
    .select({
      row: killSwitches,
      tenant: tenants.name,
      campaign: campaigns.name,
      number: sendingNumbers.phone,
    })
    .from(killSwitches)
    .leftJoin(tenants, eq(tenants.id, killSwitches.id))
    .leftJoin(campaigns, eq(campaigns.id, killSwitches.id))
    .leftJoin(sendingNumbers, eq(sendingNumbers.id, killSwitches.id))
    .orderBy(asc(killSwitches.thrownAt), asc(killSwitches.id))
    .limit(maxShown);
  const own = rows.map(({ row, tenant, campaign, number }) => ({
    scope: row.scope,
    id: row.id,
    name: tenant ?? campaign ?? number ?? '',
    reason: row.reason,
    by: row.thrownBy,
    at: row.thrownAt.toISOString(),
  }));
  return [...(await readPlatform(ctx)), ...own];
}

async function readPlatform(ctx: TxContext): Promise<KillSwitch[]> {
  const rows = await ctx.tx.db.select().from(platformKillSwitch);
  return rows.map((row) => ({
    scope: 'platform',
    id: null,
    name: 'This installation',
    reason: row.reason,
    by: row.thrownBy,
    at: row.thrownAt.toISOString(),
  }));
}
