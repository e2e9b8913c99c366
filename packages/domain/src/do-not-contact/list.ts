import { and, desc, isNull, lt, type SQL } from 'drizzle-orm';
import type { z } from 'zod';
import type { DncEntry, listDncQuery } from '@sms-crm/contracts/do-not-contact';
import type { Page } from '@sms-crm/contracts/paging';
import { doNotContact, type platformDoNotContact } from '@sms-crm/db/tables/contacts';
import { hasDigits } from '../contacts/filter.ts';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { decodeIdCursor, toPage } from '../context/cursor.ts';
import { DomainError } from '../context/errors.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { dncView } from './entry.ts';

/** Entries in force, newest first; `q` is the first or last digits of the phone. */
export async function listDoNotContact(
  ctx: Context,
  query: z.infer<typeof listDncQuery>,
): Promise<Page<DncEntry>> {
  requirePermission(ctx, 'do-not-contact:read');
  const cursor = decodeIdCursor(query.cursor);
  return withTransaction(ctx, async (ctx) => {
    const { defaultCountry } = await tenantSettings(ctx);
    const rows = await ctx.tx.db
      .select()
      .from(doNotContact)
      .where(
        and(
          isNull(doNotContact.liftedAt),
          cursor === undefined ? undefined : lt(doNotContact.id, cursor),
          matchesDigits(doNotContact, query.q, defaultCountry),
        ),
      )
      .orderBy(desc(doNotContact.id))
      .limit(query.limit + 1);
    return toPage(rows, query.limit, { item: dncView, cursor: (row) => [row.id] });
  });
}

/**
 * The condition that a phone of a list begins or ends with these digits; undefined when none are asked for.
 *
 * @throws DomainError `invalid_input` when they are no digits
 */
export function matchesDigits(
  list: typeof doNotContact | typeof platformDoNotContact,
  q: string | undefined,
  defaultCountry: string,
): SQL | undefined {
  if (q === undefined || q === '') return undefined;
  const digits = q.replace(/[\s().+-]/g, '');
  if (/^\d+$/.test(digits)) {
    return hasDigits({ phone: list.phone, reversed: list.phoneReversed }, digits, defaultCountry);
  }
  throw new DomainError('invalid_input', {
    detail: `“${q}” holds something else than digits. Search for the first or last digits of a phone.`,
    fields: [{ field: 'q', detail: 'not digits' }],
  });
}
