import { asc } from 'drizzle-orm';
import type { LinkDomains } from '@sms-crm/contracts/links';
import { linkDomains } from '@sms-crm/db/tables/links';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { linkDomainView } from './view.ts';

/** The tenant's domains by their names; there are few. */
export async function listLinkDomains(ctx: Context): Promise<LinkDomains> {
  requirePermission(ctx, 'links:read');
  const sharedHost = new URL(ctx.services.settings.shortLinkOrigin).host;
  return withTransaction(ctx, async (ctx) => {
    const rows = await ctx.tx.db.select().from(linkDomains).orderBy(asc(linkDomains.host));
    return { sharedHost, domains: rows.map(linkDomainView) };
  });
}
