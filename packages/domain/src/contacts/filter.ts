import { and, eq, exists, gte, lt, or, sql, type SQL } from 'drizzle-orm';
import type { z } from 'zod';
import type { listContactsQuery } from '@sms-crm/contracts/contacts';
import { contacts, contactTags, contactWords } from '@sms-crm/db/tables/contacts';
import type { TxContext } from '../context/context.ts';
import { callingCode } from './phone.ts';
import { searchWords } from './words.ts';

export type ContactFilter = Pick<z.infer<typeof listContactsQuery>, 'q' | 'tag' | 'consent'>;

/**
 * The contacts a filter matches; `q` is the beginning of a name or e-mail, or the first or last digits of a phone. A `q` without a
 * letter or digit matches nobody.
 */
export function filterContacts(
  ctx: TxContext,
  filter: ContactFilter,
  defaultCountry: string,
): SQL | undefined {
  return and(
    filter.consent === undefined ? undefined : eq(contacts.consent, filter.consent),
    filter.tag === undefined ? undefined : hasTag(ctx, filter.tag),
    filter.q === undefined || filter.q === '' ? undefined : matches(ctx, filter.q, defaultCountry),
  );
}

/** A text column in collation “C” begins or ends with these digits; `reversed` is the column written backwards. */
export function hasDigits(
  columns: { phone: Column; reversed: Column },
  digits: string,
  defaultCountry: string,
): SQL | undefined {
  return or(
    beginsWith(columns.phone, `+${digits}`),
    beginsWith(columns.phone, `+${callingCode(defaultCountry)}${digits}`),
    beginsWith(columns.reversed, digits.split('').toReversed().join('')),
  );
}

type Column = Parameters<typeof gte>[0];

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
    const columns = { phone: contacts.phone, reversed: contacts.phoneReversed };
    return hasDigits(columns, digits.replace('+', ''), defaultCountry);
  }
  if (q.includes('@')) return beginsWith(contacts.emailLower, q.toLowerCase());
  const words = searchWords(q);
  if (words.length === 0) return sql`false`;
  return and(
    ...words.map((word) =>
      exists(
        ctx.tx.db
          .select({ one: sql`1` })
          .from(contactWords)
          .where(and(beginsWith(contactWords.word, word), eq(contactWords.contactId, contacts.id))),
      ),
    ),
  );
}

/** A text column in collation “C” begins with `prefix`. */
function beginsWith(column: Column, prefix: string): SQL | undefined {
  return and(gte(column, prefix), lt(column, `${prefix}\u{10FFFF}`));
}
