import { and, desc, eq, isNull, lt, type SQL } from 'drizzle-orm';
import type { z } from 'zod';
import type {
  Conversation,
  ConversationFilter,
  ConversationPage,
  listConversationsQuery,
} from '@sms-crm/contracts/conversations';
import type { Page } from '@sms-crm/contracts/paging';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { contacts } from '@sms-crm/db/tables/contacts';
import { conversations } from '@sms-crm/db/tables/inbox';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { decodeIdCursor, toPage } from '../context/cursor.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { countLists } from './counts.ts';
import { listConditions } from './list-condition.ts';
import { matchesSearch } from './search.ts';
import { conversationView } from './view.ts';

type Query = z.infer<typeof listConversationsQuery>;

/** Threads of one list of the inbox, those with the newest texts first, and the size of each list. */
export async function listConversations(ctx: Context, query: Query): Promise<ConversationPage> {
  requirePermission(ctx, 'inbox:read');
  return withTransaction(ctx, async (ctx) => ({
    ...(await readPage(ctx, query)),
    counts: await countLists(ctx),
  }));
}

async function readPage(ctx: TxContext, query: Query): Promise<Page<Conversation>> {
  const after = decodeIdCursor(query.cursor);
  const { defaultCountry } = await tenantSettings(ctx);
  const rows = await threadsOf(ctx, { ...query, after, defaultCountry });
  return toPage(rows, query.limit, {
    item: (row) => conversationView(ctx, row),
    cursor: ({ thread }) => [thread.lastMessageId],
  });
}

/** The statement behind the list, one row more than a page holds. */
export function threadsOf(
  ctx: TxContext,
  query: ConversationFilter & { after: string | undefined; defaultCountry: string; limit: number },
) {
  return ctx.tx.db
    .select({
      thread: conversations,
      contact: { id: contacts.id, firstName: contacts.firstName, lastName: contacts.lastName },
      campaign: { id: campaigns.id, name: campaigns.name },
    })
    .from(conversations)
    .leftJoin(contacts, eq(contacts.phone, conversations.phone))
    .leftJoin(campaigns, eq(campaigns.id, conversations.campaignId))
    .where(
      and(
        listConditions[query.list],
        query.after === undefined ? undefined : lt(conversations.lastMessageId, query.after),
        query.campaignId === undefined ? undefined : eq(conversations.campaignId, query.campaignId),
        assignedTo(ctx, query.assigned),
        matchesSearch(query.q, query.defaultCountry),
      ),
    )
    .orderBy(desc(conversations.lastMessageId))
    .limit(query.limit + 1);
}

function assignedTo(ctx: Context, assigned: ConversationFilter['assigned']): SQL | undefined {
  if (assigned === undefined) return undefined;
  if (assigned === 'nobody') return isNull(conversations.assignedTo);
  return eq(conversations.assignedTo, assigned === 'me' ? ctx.actor.id : assigned);
}
