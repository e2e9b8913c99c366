import { asc, eq, isNull } from 'drizzle-orm';
import type { z } from 'zod';
import type { filledReplies } from '@sms-crm/contracts/conversations';
import { contacts } from '@sms-crm/db/tables/contacts';
import { messageTemplates } from '@sms-crm/db/tables/inbox';
import { mergeValues } from '../campaigns/merge-values.ts';
import { parseTemplate, renderTemplate } from '../campaigns/template.ts';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { mostTemplates } from '../templates/row.ts';
import { findConversation } from './find.ts';

/**
 * The canned replies as they would be sent to the person of this thread, by name. Links stay as they are written.
 *
 * @throws DomainError `not_found`
 */
export async function listFilledReplies(
  ctx: Context,
  { id }: { id: string },
): Promise<z.infer<typeof filledReplies>> {
  requirePermission(ctx, 'templates:read');
  return withTransaction(ctx, async (ctx) => {
    const { phone } = await findConversation(ctx, id);
    const [contact] = await ctx.tx.db.select().from(contacts).where(eq(contacts.phone, phone));
    const rows = await ctx.tx.db
      .select()
      .from(messageTemplates)
      .where(isNull(messageTemplates.deletedAt))
      .orderBy(asc(messageTemplates.name), asc(messageTemplates.id))
      .limit(mostTemplates);
    const parsed = rows.map((row) => ({ row, template: parseTemplate(row.body) }));
    const fields = [...new Set(parsed.flatMap(({ template }) => template.fields))];
    const values = contact === undefined ? undefined : await mergeValues(ctx, [contact], fields);
    const own = values?.get(contact?.id ?? '') ?? {};
    return {
      items: parsed.map(({ row, template }) => ({
        id: row.id,
        name: row.name,
        body: row.body,
        text: renderTemplate(template, own, (_position, url) => url).body,
      })),
    };
  });
}
