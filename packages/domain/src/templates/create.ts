import { isNull, sql } from 'drizzle-orm';
import type { CreateTemplate, MessageTemplate } from '@sms-crm/contracts/templates';
import { messageTemplates } from '@sms-crm/db/tables/inbox';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { mostTemplates, requireFields, templateView } from './row.ts';

/**
 * Adds a canned reply.
 *
 * @throws DomainError `conflict` when the tenant has as many as it may have; `invalid_input` for a broken or misspelled merge field
 */
export async function createTemplate(ctx: Context, input: CreateTemplate): Promise<MessageTemplate> {
  requirePermission(ctx, 'templates:write');
  return withTransaction(ctx, async (ctx) => {
    await requireFields(ctx, input.body);
    await lockForTenant(ctx, 'message-templates');
    const [counted] = await ctx.tx.db
      .select({ templates: sql<number>`count(*)::int` })
      .from(messageTemplates)
      .where(isNull(messageTemplates.deletedAt));
    if ((counted?.templates ?? 0) >= mostTemplates) {
      throw new DomainError('conflict', {
        detail: `There are ${mostTemplates} canned replies already, the most there may be. Delete one first.`,
      });
    }
    const { name, body } = input;
    const [row] = await ctx.tx.db
      .insert(messageTemplates)
      .values({ tenantId: ctx.tenantId, name, body, createdBy: ctx.actor.label })
      .returning();
    if (row === undefined) throw new Error('the new canned reply was not returned');
    await audit(ctx, {
      action: 'template.create',
      target: { type: 'template', id: row.id },
      after: { name, body },
    });
    return templateView(row);
  });
}
