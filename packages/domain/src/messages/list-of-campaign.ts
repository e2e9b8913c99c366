import { and, asc, eq, gt, inArray, isNotNull, isNull, or, type SQL } from 'drizzle-orm';
import type { z } from 'zod';
import type { campaignMessagesQuery } from '@sms-crm/contracts/campaigns';
import type { CampaignMessage } from '@sms-crm/contracts/messages';
import { messageStatus, type MessageStatus } from '@sms-crm/contracts/message-status';
import type { Page } from '@sms-crm/contracts/paging';
import { waitReason } from '@sms-crm/contracts/reasons';
import { contacts } from '@sms-crm/db/tables/contacts';
import { clicks } from '@sms-crm/db/tables/clicks';
import { messages } from '@sms-crm/db/tables/messages';
import { findCampaign, type CampaignRow } from '../campaigns/campaign-row.ts';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { decodeIdCursor, toPage } from '../context/cursor.ts';
import { DomainError } from '../context/errors.ts';
import { clicked, deeds, isDeed } from './deeds.ts';
import { toMessage } from './message-view.ts';
import { readRetries } from './read-retries.ts';
import { waitsForReason, waitsOf } from './waits-of-list.ts';

type Query = z.infer<typeof campaignMessagesQuery>;

/** Groups of statuses that a report counts together, besides each status by its own name. */
const groups: Record<string, readonly MessageStatus[]> = {
  waiting: ['queued', 'sending', 'unknown'],
  onItsWay: ['accepted', 'sent'],
};

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
): Promise<Page<CampaignMessage>> {
  requirePermission(ctx, 'messages:read');
  const after = decodeIdCursor(query.cursor);
  return withTransaction(ctx, async (ctx) => {
    const campaign = await findCampaign(ctx, query.id);
    const narrowed = await filters(ctx, campaign, query);
    const rows = await ctx.tx.db
      .select({ message: messages, firstName: contacts.firstName, lastName: contacts.lastName })
      .from(messages)
      .leftJoin(contacts, and(eq(contacts.tenantId, messages.tenantId), eq(contacts.id, messages.contactId)))
      .where(
        and(
          eq(messages.campaignId, query.id),
          eq(messages.direction, 'outbound'),
          after === undefined ? undefined : gt(messages.contactId, after),
          ...narrowed,
        ),
      )
      .orderBy(asc(messages.contactId))
      .limit(query.limit + 1);
    const own = rows.map(({ message }) => message);
    const waits = await waitsOf(ctx, campaign, own);
    const retries = await readRetries(ctx, own);
    return toPage(rows, query.limit, {
      item: ({ message, ...name }) => ({
        ...toMessage(message, name, retries.get(message.id)),
        waitsFor: waits.get(message.id) ?? null,
      }),
      cursor: ({ message }) => [message.contactId ?? ''],
    });
  });
}

async function filters(
  ctx: TxContext,
  campaign: CampaignRow,
  { status, reason, errorCode, linkId }: Query,
): Promise<(SQL | undefined)[]> {
  return [
    status === undefined ? undefined : byStatus(status),
    linkId === undefined ? undefined : clicked(eq(clicks.campaignLinkId, linkId)),
    reason === undefined ? undefined : await byReason(ctx, campaign, reason),
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
  if (isDeed(status)) return deeds[status]();
  const group = groups[status];
  if (group !== undefined) return inArray(messages.status, [...group]);
  const known = messageStatus.safeParse(status);
  if (known.success) return eq(messages.status, known.data);
  throw new DomainError('invalid_input', {
    detail: `There is no status “${status}”. Use one of ${listNames.join(', ')}.`,
    fields: [{ field: 'status', detail: 'unknown status' }],
  });
}

/** A reason of the report: stored with the message, told by its status, or that of its batch while it waits. */
async function byReason(ctx: TxContext, campaign: CampaignRow, reason: string): Promise<SQL | undefined> {
  if (reason === 'carrier_refused') return refused();
  if (reason === 'being_sent') return eq(messages.status, 'sending');
  if (reason === 'outcome_unknown') return eq(messages.status, 'unknown');
  const wait = waitReason.safeParse(reason);
  if (!wait.success) return eq(messages.reason, reason);
  return and(eq(messages.status, 'queued'), await waitsForReason(ctx, campaign, wait.data));
}

/** The carrier said no at once: nothing was handed over. */
function refused(): SQL | undefined {
  return and(eq(messages.status, 'failed'), isNull(messages.handedOverAt));
}
