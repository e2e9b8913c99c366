import { sql } from 'drizzle-orm';
import { conversationLists, mostCounted, type ConversationCounts } from '@sms-crm/contracts/conversations';
import { conversations } from '@sms-crm/db/tables/inbox';
import type { TxContext } from '../context/context.ts';
import { listConditions } from './list-condition.ts';

/**
 * How many threads each list holds, up to a limit, so that it costs the same in any inbox. The order makes it read the list's index: without
 * one a limit is taken for a reason to read the table, where other tenants' threads may come first.
 */
export async function countLists(ctx: TxContext): Promise<ConversationCounts> {
  const parts = conversationLists.map(
    (list) =>
      sql`(select count(*)::int from (select from ${conversations} where ${listConditions[list]} order by ${conversations.lastMessageId} desc limit ${mostCounted}) counted) as ${sql.identifier(list)}`,
  );
  const { rows } = await ctx.tx.db.execute<ConversationCounts>(sql`select ${sql.join(parts, sql`, `)}`);
  return rows[0] ?? { open: 0, unread: 0, waiting: 0, failed: 0, closed: 0, all: 0 };
}
