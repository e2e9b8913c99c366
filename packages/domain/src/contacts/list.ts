import { and, desc, lt } from 'drizzle-orm';
import type { z } from 'zod';
import type { Contact, listContactsQuery } from '@sms-crm/contracts/contacts';
import type { Page } from '@sms-crm/contracts/paging';
import { contacts } from '@sms-crm/db/tables/contacts';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { decodeIdCursor, toPage } from '../context/cursor.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { inSegment } from '../segments/in-segment.ts';
import { completeContacts } from './contact-row.ts';
import { filterContacts } from './filter.ts';

/** Contacts, newest first; `q` matches the beginning of a name or e-mail, or the first or last digits of a phone. */
export async function listContacts(
  ctx: Context,
  query: z.infer<typeof listContactsQuery>,
): Promise<Page<Contact>> {
  requirePermission(ctx, 'contacts:read');
  const cursor = decodeIdCursor(query.cursor);
  return withTransaction(ctx, async (ctx) => {
    const { defaultCountry } = await tenantSettings(ctx);
    const rows = await ctx.tx.db
      .select()
      .from(contacts)
      .where(
        and(
          cursor === undefined ? undefined : lt(contacts.id, cursor),
          filterContacts(ctx, query, defaultCountry),
          query.segmentId === undefined ? undefined : await inSegment(ctx, query.segmentId),
        ),
      )
      .orderBy(desc(contacts.id))
      .limit(query.limit + 1);
    const items = await completeContacts(ctx, rows);
    return toPage(items, query.limit, { item: (item) => item, cursor: (item) => [item.id] });
  });
}
