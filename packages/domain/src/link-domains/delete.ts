import { eq } from 'drizzle-orm';
import { linkDomains } from '@sms-crm/db/tables/links';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { findLinkDomain } from './find.ts';

/** Takes a domain out of use; new links live on the installation's host then, if it was the default. */
export async function deleteLinkDomain(ctx: Context, input: { id: string }): Promise<void> {
  requirePermission(ctx, 'links:write');
  await withTransaction(ctx, async (ctx) => {
    await lockForTenant(ctx, 'link-domains');
    const row = await findLinkDomain(ctx, input.id);
    await ctx.tx.db.delete(linkDomains).where(eq(linkDomains.id, input.id));
    await audit(ctx, {
      action: 'link-domain.delete',
      target: { type: 'link-domain', id: row.id },
      before: { host: row.host, isDefault: row.isDefault },
    });
  });
}
