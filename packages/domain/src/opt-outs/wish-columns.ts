import { sql, type SQL } from 'drizzle-orm';
import type { RecipientWish } from './obey-wishes.ts';

/** Wishes as rows of a statement: `w (phone, message_id, at)`. */
export function wishColumns(wishes: readonly RecipientWish[]): SQL {
  return sql`unnest(
    ${sql.param(wishes.map(({ phone }) => phone))}::text[],
    ${sql.param(wishes.map(({ messageId }) => messageId))}::uuid[],
    ${sql.param(wishes.map(({ at }) => at.toISOString()))}::timestamptz[]
  ) as w (phone, message_id, at)`;
}
