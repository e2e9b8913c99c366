import { eq } from 'drizzle-orm';
import { messageTemplates } from '@sms-crm/db/tables/inbox';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { lockTemplate } from './row.ts';

/**
 * Deletes a canned reply; what was sent with it stays as it is.
 *
 * @throws DomainError `not_found`
 */
export async function deleteTemplate(ctx: Context, { id }: { id: string }): Promise<void> {
  requirePermission(ctx, 'templates:write');
  await withTransaction(ctx, async (ctx) => {
    const { name, body } = await lockTemplate(ctx, id);
    await ctx.tx.db
      .update(messageTemplates)
      .set({ deletedAt: ctx.services.clock.now() })
      .where(eq(messageTemplates.id, id));
    await audit(ctx, {
      action: 'template.delete',
      target: { type: 'template', id },
      before: { name, body },
    });
  });
}
