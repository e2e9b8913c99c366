import { and, sql, type SQL } from 'drizzle-orm';
import { conversations } from '@sms-crm/db/tables/inbox';
import { hasDigits } from '../contacts/filter.ts';
import { wordsIn } from '../contacts/words.ts';

/** Most words of a search that are looked for. */
const mostWords = 6;

/**
 * The threads a search finds: by digits of the phone, else by the beginnings of words, each in the thread's texts or in the contact's
 * name. Ranges instead of `like`: only leakproof comparisons use an index under row security.
 */
export function matchesSearch(q: string | undefined, defaultCountry: string): SQL | undefined {
  if (q === undefined || q === '') return undefined;
  const digits = q.replace(/[\s().+-]/g, '');
  if (/^\d+$/.test(digits)) {
    const columns = { phone: conversations.phone, reversed: conversations.phoneReversed };
    return hasDigits(columns, digits, defaultCountry);
  }
  const words = wordsIn([q], mostWords);
  return words.length === 0 ? sql`false` : and(...words.map(hasWord));
}

function hasWord(word: string): SQL {
  const range = (column: SQL) => sql`${column} >= ${word} and ${column} < ${`${word}\u{10FFFF}`}`;
  return sql`${conversations.id} in (
    select cw.conversation_id from conversation_words cw where ${range(sql`cw.word`)}
    union
    select found.id from contact_words w
      join contacts c on c.tenant_id = w.tenant_id and c.id = w.contact_id
      join conversations found on found.tenant_id = c.tenant_id and found.phone = c.phone
      where ${range(sql`w.word`)})`;
}
