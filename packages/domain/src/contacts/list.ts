import { and, desc, eq, exists, gte, lt, or, sql, type SQL } from 'drizzle-orm';
import type { z } from 'zod';
import type { Contact, listContactsQuery } from '@sms-crm/contracts/contacts';
import type { Page } from '@sms-crm/contracts/paging';
import { contacts, contactTags, contactWords } from '@sms-crm/db/tables/contacts';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { decodeCursor, toPage } from '../context/cursor.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { completeContacts } from './contact-row.ts';
import { callingCode } from './phone.ts';
import { searchWords } from './words.ts';

/** Contacts, newest first; `q` matches the beginning of a name or e-mail, or the first or last digits of a phone. */
export async function listContacts(
  ctx: Context,
  query: z.infer<typeof listContactsQuery>,
): Promise<Page<Contact>> {
  requirePermission(ctx, 'contacts:read');
  const cursor = decodeCursor(query.cursor, 1);
  return withTransaction(ctx, async (ctx) => {
    const { defaultCountry } = await tenantSettings(ctx);
    const rows = await ctx.tx.db
      .select()
      .from(contacts)
      .where(
        and(
          cursor === undefined ? undefined : lt(contacts.id, cursor[0] ?? ''),
          query.consent === undefined ? undefined : eq(contacts.consent, query.consent),
          query.tag === undefined ? undefined : hasTag(ctx, query.tag),
          query.q === undefined || query.q === '' ? undefined : matches(ctx, query.q, defaultCountry),
        ),
      )
      .orderBy(desc(contacts.id))
      .limit(query.limit + 1);
    const items = await completeContacts(ctx, rows);
    return toPage(items, query.limit, { item: (item) => item, cursor: (item) => [item.id] });
  });
}

function hasTag(ctx: TxContext, tag: string): SQL {
  return exists(
    ctx.tx.db
      .select({ one: sql`1` })
      .from(contactTags)
      .where(and(eq(contactTags.tag, tag), eq(contactTags.contactId, contacts.id))),
  );
}

/** Ranges instead of `like`: only leakproof comparisons use an index under row security. */
function matches(ctx: TxContext, q: string, defaultCountry: string): SQL | undefined {
  const digits = q.replace(/[\s().-]/g, '');
  if (/^\+?\d+$/.test(digits)) {
    const number = digits.replace('+', '');
    return or(
      beginsWith(contacts.phone, `+${number}`),
      beginsWith(contacts.phone, `+${callingCode(defaultCountry)}${number}`),
      beginsWith(contacts.phoneReversed, [...number].toReversed().join('')),
    );
  }
  if (q.includes('@')) return beginsWith(contacts.emailLower, q.toLowerCase());
  return and(
    ...searchWords(q).map((word) =>
      exists(
        ctx.tx.db
          .select({ one: sql`1` })
          .from(contactWords)
          .where(and(beginsWith(contactWords.word, word), eq(contactWords.contactId, contacts.id))),
      ),
    ),
  );
}

/** A text column in collation "C" begins with `prefix`. */
function beginsWith(column: SQL.Aliased | Parameters<typeof gte>[0], prefix: string): SQL | undefined {
  return and(gte(column, prefix), lt(column, `${prefix}\u{10FFFF}`));
}
