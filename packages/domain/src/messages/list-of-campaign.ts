import { and, asc, eq, gt, inArray, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import type { campaignMessagesQuery } from '@sms-crm/contracts/campaigns';
import type { Message } from '@sms-crm/contracts/messages';
import { messageStatus, type MessageStatus } from '@sms-crm/contracts/message-status';
import type { Page } from '@sms-crm/contracts/paging';
import { consentEvents, contacts } from '@sms-crm/db/tables/contacts';
import { clicks } from '@sms-crm/db/tables/clicks';
import { messages } from '@sms-crm/db/tables/messages';
import { findCampaign } from '../campaigns/campaign-row.ts';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { decodeCursor, toPage } from '../context/cursor.ts';
import { DomainError } from '../context/errors.ts';
import { toMessage } from './message-view.ts';

type Query = z.infer<typeof campaignMessagesQuery>;

/** Groups of statuses that a report counts together, besides each status by its own name. */
const groups: Record<string, readonly MessageStatus[]> = {
  waiting: ['queued', 'sending', 'unknown'],
  onItsWay: ['accepted', 'sent'],
};

const reply = alias(messages, 'reply');

/** Lists by what the recipient did, which no status tells. */
const deeds: Record<string, () => SQL | undefined> = {
  clicked: () => clicked(),
  replied: () => answeredBy(sql`${reply.reason} is null`),
  optedOut: () =>
    answeredBy(sql`exists (select 1 from ${consentEvents} where ${consentEvents.tenantId} = ${reply.tenantId}
      and ${consentEvents.contactId} = ${reply.contactId} and ${consentEvents.messageId} = ${reply.id} and ${consentEvents.type} = 'revoked')`),
};

/** A person clicked, of these links where a condition is given. */
function clicked(links: SQL = sql`true`): SQL {
  return sql`exists (select 1 from ${clicks}
    where ${clicks.tenantId} = ${messages.tenantId} and ${clicks.messageId} = ${messages.id} and ${clicks.human} and ${links})`;
}

/** An inbound text of the contact answers this very message. */
function answeredBy(condition: SQL): SQL {
  return sql`exists (select 1 from ${messages} as reply
    where ${reply.tenantId} = ${messages.tenantId} and ${reply.contactId} = ${messages.contactId}
      and ${reply.direction} = 'inbound' and ${reply.replyToId} = ${messages.id} and ${condition})`;
}

const listNames = [
  ...messageStatus.options,
  'handedOver',
  'notDelivered',
  ...Object.keys(groups),
  ...Object.keys(deeds),
];

/** Everyone in a campaign's audience with what became of them, by contact; `status`, `reason` and `errorCode` open one number of the report. */
export async function listCampaignMessages(
  ctx: Context,
  query: Query & { id: string },
): Promise<Page<Message>> {
  requirePermission(ctx, 'messages:read');
  const cursor = decodeCursor(query.cursor, 1);
  return withTransaction(ctx, async (ctx) => {
    await findCampaign(ctx, query.id);
    const rows = await ctx.tx.db
      .select({ message: messages, firstName: contacts.firstName, lastName: contacts.lastName })
      .from(messages)
      .leftJoin(contacts, and(eq(contacts.tenantId, messages.tenantId), eq(contacts.id, messages.contactId)))
      .where(
        and(
          eq(messages.campaignId, query.id),
          eq(messages.direction, 'outbound'),
          cursor === undefined ? undefined : gt(messages.contactId, cursor[0] ?? ''),
          ...filters(query),
        ),
      )
      .orderBy(asc(messages.contactId))
      .limit(query.limit + 1);
    return toPage(rows, query.limit, {
      item: ({ message, ...name }) => toMessage(message, name),
      cursor: ({ message }) => [message.contactId ?? ''],
    });
  });
}

function filters({ status, reason, errorCode, linkId }: Query): (SQL | undefined)[] {
  return [
    status === undefined ? undefined : byStatus(status),
    linkId === undefined ? undefined : clicked(eq(clicks.campaignLinkId, linkId)),
    reason === undefined ? undefined : byReason(reason),
    errorCode === undefined ? undefined : eq(messages.errorCode, errorCode),
  ];
}

function byStatus(status: string): SQL | undefined {
  if (status === 'handedOver') return isNotNull(messages.handedOverAt);
  if (status === 'skipped') return or(inArray(messages.status, ['skipped', 'canceled']), refused());
  if (status === 'failed') return and(eq(messages.status, 'failed'), isNotNull(messages.handedOverAt));
  if (status === 'notDelivered') {
    return and(inArray(messages.status, ['undelivered', 'failed']), isNotNull(messages.handedOverAt));
  }
  const deed = deeds[status];
  if (deed !== undefined) return deed();
  const group = groups[status];
  if (group !== undefined) return inArray(messages.status, [...group]);
  const known = messageStatus.safeParse(status);
  if (known.success) return eq(messages.status, known.data);
  throw new DomainError('invalid_input', {
    detail: `There is no status “${status}”. Use one of ${listNames.join(', ')}.`,
    fields: [{ field: 'status', detail: 'unknown status' }],
  });
}

/** A reason of the report: stored with the message, or told by its status. */
function byReason(reason: string): SQL | undefined {
  if (reason === 'carrier_refused') return refused();
  if (reason === 'being_sent') return eq(messages.status, 'sending');
  if (reason === 'outcome_unknown') return eq(messages.status, 'unknown');
  const waiting = ['in_line', 'paused', 'kill_switch', 'retry_later', 'scheduled'];
  return waiting.includes(reason) ? eq(messages.status, 'queued') : eq(messages.reason, reason);
}

/** The carrier said no at once: nothing was handed over. */
function refused(): SQL | undefined {
  return and(eq(messages.status, 'failed'), isNull(messages.handedOverAt));
}
