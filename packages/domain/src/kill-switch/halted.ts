import { eq } from 'drizzle-orm';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import type { TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';
import { findNumber } from '../numbers/find.ts';
import { tenantSettings } from '../tenants/settings.ts';

/** What a switch of a tenant halts, with the name people know it by. */
export type Halted = { scope: 'tenant' | 'campaign' | 'number'; id: string; name: string };

/**
 * @throws DomainError `not_found` when the tenant has no such campaign or number
 */
export async function findHalted(
  ctx: TxContext,
  { scope, id }: { scope: Halted['scope']; id: string },
): Promise<Halted> {
  if (scope === 'tenant') {
    const tenant = await tenantSettings(ctx);
    return { scope, id: tenant.id, name: tenant.name };
  }
  if (scope === 'number') return { scope, id, name: (await findNumber(ctx, id)).phone };
  const [campaign] = await ctx.tx.db
    .select({ name: campaigns.name })
    .from(campaigns)
    .where(eq(campaigns.id, id));
  if (campaign === undefined) throw notFound('campaign');
  return { scope, id, name: campaign.name };
}
