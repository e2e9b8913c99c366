import { eq } from 'drizzle-orm';
import type { LinkDomain } from '@sms-crm/contracts/links';
import { linkDomains } from '@sms-crm/db/tables/links';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { findLinkDomain } from './find.ts';
import { linkDomainView } from './view.ts';

/**
 * Lets new links live on a domain; those that were sent stay where they are.
 *
 * @throws DomainError `wrong_state` before it is verified
 */
export async function makeDefaultLinkDomain(ctx: Context, input: { id: string }): Promise<LinkDomain> {
  requirePermission(ctx, 'links:write');
  return withTransaction(ctx, async (ctx) => {
    await lockForTenant(ctx, 'link-domains');
    const row = await findLinkDomain(ctx, input.id);
    if (row.verifiedAt === null) {
      throw new DomainError('wrong_state', {
        detail: `Nobody has shown yet that ${row.host} is yours. Add its TXT record and verify it first.`,
      });
    }
    await ctx.tx.db.update(linkDomains).set({ isDefault: false }).where(eq(linkDomains.isDefault, true));
    const [after] = await ctx.tx.db
      .update(linkDomains)
      .set({ isDefault: true })
      .where(eq(linkDomains.id, input.id))
      .returning();
    if (after === undefined) throw new Error(`link domain ${input.id} vanished while locked`);
    await audit(ctx, {
      action: 'link-domain.make-default',
      target: { type: 'link-domain', id: after.id },
      after: { host: after.host },
    });
    return linkDomainView(after);
  });
}
