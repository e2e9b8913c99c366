import { sql } from 'drizzle-orm';
import { conversationLists, mostCounted, type ConversationCounts } from '@sms-crm/contracts/conversations';
import { conversations } from '@sms-crm/db/tables/inbox';
import type { TxContext } from '../context/context.ts';
import { listConditions } from './list-condition.ts';

/** How many threads each list holds; more than a thousand are not told apart, so that it costs the same in any inbox. */
export async function countLists(ctx: TxContext): Promise<ConversationCounts> {
  const parts = conversationLists.map(
    (list) =>
      sql`(select count(*)::int from (select from ${conversations} where ${listConditions[list]} limit ${mostCounted}) counted) as ${sql.identifier(list)}`,
  );
  const { rows } = await ctx.tx.db.execute<ConversationCounts>(sql`select ${sql.join(parts, sql`, `)}`);
  return rows[0] ?? { open: 0, unread: 0, waiting: 0, failed: 0, closed: 0, all: 0 };
}
