import { and, desc, eq, isNull, lt } from 'drizzle-orm';
import type { z } from 'zod';
import type { listDncQuery, PlatformDncEntry } from '@sms-crm/contracts/do-not-contact';
import type { Page } from '@sms-crm/contracts/paging';
import { platformDoNotContact } from '@sms-crm/db/tables/contacts';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { decodeIdCursor, toPage } from '../context/cursor.ts';
import { requirePlatformAdmin } from '../kill-switch/platform-admin.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { matchesDigits } from './list.ts';

/** What others are told who ask for the platform's list. */
export const platformListRefusal =
  'Only an admin of the whole installation may see or change the list that holds for everybody. Use your own organisation’s list, or ask whoever runs this installation.';

/**
 * Phones that nobody of the installation may text, newest first; `q` as in the tenant's list.
 *
 * @throws DomainError `permission_missing` unless the actor is a platform admin
 */
export async function listPlatformDoNotContact(
  ctx: Context,
  query: z.infer<typeof listDncQuery>,
): Promise<Page<PlatformDncEntry>> {
  requirePermission(ctx, 'do-not-contact:read');
  await requirePlatformAdmin(ctx, platformListRefusal);
  const cursor = decodeIdCursor(query.cursor);
  return withTransaction(ctx, async (ctx) => {
    const { defaultCountry } = await tenantSettings(ctx);
    const rows = await ctx.tx.db
      .select()
      .from(platformDoNotContact)
      .where(
        and(
          isNull(platformDoNotContact.liftedAt),
          cursor === undefined ? undefined : lt(platformDoNotContact.id, cursor),
          matchesDigits(platformDoNotContact, query.q, defaultCountry),
        ),
      )
      .orderBy(desc(platformDoNotContact.id))
      .limit(query.limit + 1);
    return toPage(rows, query.limit, { item: platformDncView, cursor: (row) => [row.id] });
  });
}

/** An entry as the API shows it. */
export function platformDncView(row: typeof platformDoNotContact.$inferSelect): PlatformDncEntry {
  const { id, phone, reason, createdBy } = row;
  return { id, phone, reason, createdBy, createdAt: row.createdAt.toISOString() };
}

/** Whether nobody of the installation may text a phone. */
export async function isListedByPlatform(ctx: TxContext, phone: string): Promise<boolean> {
  const rows = await ctx.tx.db
    .select({ id: platformDoNotContact.id })
    .from(platformDoNotContact)
    .where(and(eq(platformDoNotContact.phone, phone), isNull(platformDoNotContact.liftedAt)));
  return rows.length > 0;
}
