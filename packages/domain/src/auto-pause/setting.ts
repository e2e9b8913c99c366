import { eq } from 'drizzle-orm';
import type { AutoPause, AutoPauseSetting } from '@sms-crm/contracts/auto-pause';
import { tenants } from '@sms-crm/db/tables/access';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { limitsOf, readSetting } from './limits.ts';

/** At which shares campaigns of the tenant pause by themselves. */
export async function getAutoPause(ctx: Context): Promise<AutoPause> {
  requirePermission(ctx, 'campaigns:read');
  return withTransaction(ctx, async (ctx) => view(readSetting((await tenantSettings(ctx)).autoPause)));
}

/** Makes the tenant stricter than the installation, which the contract keeps to. */
export async function putAutoPause(ctx: Context, input: AutoPauseSetting): Promise<AutoPause> {
  requirePermission(ctx, 'settings:write');
  return withTransaction(ctx, async (ctx) => {
    const before = readSetting((await tenantSettings(ctx)).autoPause);
    await ctx.tx.db.update(tenants).set({ autoPause: input }).where(eq(tenants.id, ctx.tenantId));
    await audit(ctx, {
      action: 'auto-pause.update',
      target: { type: 'tenant', id: ctx.tenantId },
      before,
      after: input,
    });
    return view(input);
  });
}

function view(setting: AutoPauseSetting): AutoPause {
  return { setting, limits: limitsOf(setting) };
}
