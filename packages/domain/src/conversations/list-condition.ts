import { sql, type SQL } from 'drizzle-orm';
import type { ConversationList } from '@sms-crm/contracts/conversations';
import { conversations as c } from '@sms-crm/db/tables/inbox';

/** What makes a thread one of a list. Each is the condition of a partial index, word for word, so that its threads are read in order. */
export const listConditions: Readonly<Record<ConversationList, SQL>> = {
  open: sql`${c.closedAt} is null and ${c.lastDirection} = 'inbound'`,
  waiting: sql`${c.closedAt} is null and ${c.lastDirection} = 'outbound'`,
  unread: sql`${c.unread} > 0`,
  failed: sql`${c.failedMessageId} is not null`,
  closed: sql`${c.closedAt} is not null`,
  all: sql`true`,
};
