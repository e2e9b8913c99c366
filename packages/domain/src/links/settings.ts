import type { LinkSettings } from '@sms-crm/contracts/links';
import { linkSettings } from '@sms-crm/db/tables/links';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';

/** What the tenant decided about its links. */
export async function getLinkSettings(ctx: Context): Promise<LinkSettings> {
  requirePermission(ctx, 'links:read');
  return withTransaction(ctx, read);
}

/** Changes it: for new links, and where links may lead for those that were sent, too. */
export async function putLinkSettings(ctx: Context, input: LinkSettings): Promise<LinkSettings> {
  requirePermission(ctx, 'links:write');
  return withTransaction(ctx, async (ctx) => {
    const before = await read(ctx);
    const after = { ...input, allowHosts: [...new Set(input.allowHosts)].toSorted() };
    const updatedAt = ctx.services.clock.now();
    await ctx.tx.db
      .insert(linkSettings)
      .values({ tenantId: ctx.tenantId, ...after, updatedAt })
      .onConflictDoUpdate({ target: linkSettings.tenantId, set: { ...after, updatedAt } });
    await audit(ctx, {
      action: 'link-settings.update',
      target: { type: 'tenant', id: ctx.tenantId },
      before,
      after,
    });
    return after;
  });
}

async function read(ctx: TxContext): Promise<LinkSettings> {
  const [row] = await ctx.tx.db.select().from(linkSettings);
  return {
    allowHosts: row?.allowHosts ?? [],
    expireDays: row?.expireDays ?? null,
    addUtm: row?.addUtm ?? true,
  };
}
