import { and, desc, eq, lt } from 'drizzle-orm';
import type { z } from 'zod';
import type { ContactMessage } from '@sms-crm/contracts/messages';
import type { Page, pageQuery } from '@sms-crm/contracts/paging';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { messages } from '@sms-crm/db/tables/messages';
import { readContact } from '../contacts/contact-row.ts';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { decodeIdCursor, toPage } from '../context/cursor.ts';
import { readDeeds } from './deeds.ts';
import { toMessage } from './message-view.ts';
import { readRetries } from './read-retries.ts';

type Query = z.infer<typeof pageQuery>;

/**
 * Texts to and from one contact, the newest first, also those that were held back.
 *
 * @throws DomainError `not_found`
 */
export async function listContactMessages(
  ctx: Context,
  query: Query & { id: string },
): Promise<Page<ContactMessage>> {
  requirePermission(ctx, 'messages:read');
  const before = decodeIdCursor(query.cursor);
  return withTransaction(ctx, async (ctx) => {
    const contact = await readContact(ctx, query.id);
    const rows = await ctx.tx.db
      .select({ message: messages, campaignName: campaigns.name })
      .from(messages)
      .leftJoin(
        campaigns,
        and(eq(campaigns.tenantId, messages.tenantId), eq(campaigns.id, messages.campaignId)),
      )
      .where(
        and(eq(messages.contactId, query.id), before === undefined ? undefined : lt(messages.id, before)),
      )
      .orderBy(desc(messages.id))
      .limit(query.limit + 1);
    const read = rows.map(({ message }) => message);
    const retries = await readRetries(ctx, read);
    const deeds = await readDeeds(
      ctx,
      read.map(({ id }) => id),
    );
    return toPage(rows, query.limit, {
      item: ({ message, campaignName }) => ({
        ...toMessage(message, contact, retries.get(message.id)),
        campaignName,
        clicked: deeds.get(message.id)?.clicked ?? false,
        replied: deeds.get(message.id)?.replied ?? false,
      }),
      cursor: ({ message }) => [message.id],
    });
  });
}
