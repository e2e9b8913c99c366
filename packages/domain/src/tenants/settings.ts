import { tenants } from '@sms-crm/db/tables/access';
import type { TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';

export type TenantSettings = typeof tenants.$inferSelect;

/** The tenant of the context; row security leaves just its own row. */
export async function tenantSettings(ctx: TxContext): Promise<TenantSettings> {
  const [tenant] = await ctx.tx.db.select().from(tenants).limit(1).prepare('tenant_settings').execute();
  if (tenant === undefined) throw notFound('organisation');
  return tenant;
}
