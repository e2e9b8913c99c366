import { eq } from 'drizzle-orm';
import type { MessageTemplate, UpdateTemplate } from '@sms-crm/contracts/templates';
import { messageTemplates } from '@sms-crm/db/tables/inbox';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { lockTemplate, requireFields, templateView } from './row.ts';

/**
 * Changes a canned reply.
 *
 * @throws DomainError `not_found`, or `invalid_input` for a broken or misspelled merge field
 */
export async function updateTemplate(
  ctx: Context,
  input: UpdateTemplate & { id: string },
): Promise<MessageTemplate> {
  requirePermission(ctx, 'templates:write');
  return withTransaction(ctx, async (ctx) => {
    const before = await lockTemplate(ctx, input.id);
    if (input.body !== undefined) await requireFields(ctx, input.body);
    const { name = before.name, body = before.body } = input;
    const [row] = await ctx.tx.db
      .update(messageTemplates)
      .set({ name, body, updatedAt: ctx.services.clock.now() })
      .where(eq(messageTemplates.id, input.id))
      .returning();
    if (row === undefined) throw new Error(`canned reply ${input.id} vanished while locked`);
    await audit(ctx, {
      action: 'template.update',
      target: { type: 'template', id: row.id },
      before: { name: before.name, body: before.body },
      after: { name, body },
    });
    return templateView(row);
  });
}
