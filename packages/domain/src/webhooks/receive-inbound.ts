import { eq, sql } from 'drizzle-orm';
import { liveTopic } from '@sms-crm/contracts/live';
import type { StopConfirmer } from '@sms-crm/contracts/numbers';
import { messageEvents, messages } from '@sms-crm/db/tables/messages';
import { signal, type TxContext } from '../context/context.ts';
import { answerKeyword } from '../opt-outs/answer-keyword.ts';
import { addCounts } from '../reports/counters.ts';
import type { WebhookEvent } from './event-row.ts';
import { inboundParams } from './twilio-params.ts';

/** Outbound messages of a contact that are looked at for the one a text answers. */
const answerWindow = 50;

type Surroundings = {
  contact_id: string | null;
  number_id: string | null;
  stop_confirmer: StopConfirmer | null;
  reply_to_id: string | null;
  campaign_id: string | null;
};

/**
 * Stores an inbound message under the id of its webhook, counts it for the campaign it answers, and answers its keyword; what the
 * keyword asks for was done as it came in, or is done here.
 *
 * @throws ZodError when the carrier's parameters are not those of a text
 */
export async function receiveInbound(
  ctx: TxContext,
  event: Pick<WebhookEvent, 'id' | 'params' | 'receivedAt' | 'keywordChanged'>,
): Promise<void> {
  const text = inboundParams.parse(event.params);
  const around = await surroundingsOf(ctx, text);
  const messageId = event.id;
  await storeMessage(ctx, { id: event.id, text, around, at: event.receivedAt });
  if (around.campaign_id !== null) {
    signal(ctx, liveTopic.campaign(around.campaign_id));
  }
  const isKeyword = await answerKeyword(ctx, {
    messageId,
    at: event.receivedAt,
    phone: text.From,
    contactId: around.contact_id,
    body: text.Body,
    number:
      around.number_id === null || around.stop_confirmer === null
        ? null
        : { id: around.number_id, stopConfirmer: around.stop_confirmer },
    campaignId: around.campaign_id,
    answeredAs: text.OptOutType,
    changed: event.keywordChanged,
  });
  if (isKeyword) await markKeyword(ctx, messageId);
  else if (around.campaign_id !== null && (await isFirstReply(ctx, messageId, around))) {
    await addCounts(ctx, [{ campaignId: around.campaign_id, metric: 'reply', value: 1 }]);
  }
}

/** Keywords are no replies in lists and counts. */
async function markKeyword(ctx: TxContext, messageId: string): Promise<void> {
  await ctx.tx.db.update(messages).set({ reason: 'keyword' }).where(eq(messages.id, messageId));
}

/** Reports count people who answered, not their texts. */
async function isFirstReply(ctx: TxContext, messageId: string, around: Surroundings): Promise<boolean> {
  const { rowCount } = await ctx.tx.db.execute(sql`
    select from messages m where m.contact_id = ${around.contact_id}::uuid and m.direction = 'inbound'
      and m.reply_to_id = ${around.reply_to_id}::uuid and m.reason is null and m.id <> ${messageId}::uuid limit 1`);
  return rowCount === 0;
}

/** The contact, our number, and the campaign message handed over last from this number to this contact. */
async function surroundingsOf(ctx: TxContext, text: { From: string; To: string }): Promise<Surroundings> {
  const { rows } = await ctx.tx.db.execute<Surroundings>(sql`
    select c.id as contact_id, n.id as number_id, n.stop_confirmer, m.id as reply_to_id, m.campaign_id
    from (select ${ctx.tenantId}::uuid as tenant_id) t
    left join contacts c on c.tenant_id = t.tenant_id and c.phone = ${text.From}
    left join sending_numbers n on n.tenant_id = t.tenant_id and n.phone = ${text.To}
    left join lateral (
      select recent.id, recent.campaign_id
      from (
        select id, campaign_id, number_id, status, coalesce(handed_over_at, claimed_at) as sent_at
        from messages
        where tenant_id = t.tenant_id and contact_id = c.id and direction = 'outbound'
        order by id desc limit ${answerWindow}
      ) recent
      where recent.campaign_id is not null and recent.number_id = n.id and recent.sent_at is not null
        and recent.status in ('sending', 'unknown', 'accepted', 'sent', 'delivered', 'undelivered')
      order by recent.sent_at desc limit 1
    ) m on true`);
  const [found] = rows;
  if (found === undefined) throw new Error('a query without a condition returned nothing');
  return found;
}

async function storeMessage(
  ctx: TxContext,
  inbound: {
    id: string;
    text: { MessageSid: string; From: string; To: string; Body: string; NumSegments: number };
    around: Surroundings;
    at: Date;
  },
): Promise<void> {
  const { id, text, around, at } = inbound;
  await ctx.tx.db.insert(messages).values({
    tenantId: ctx.tenantId,
    id,
    direction: 'inbound',
    status: 'received',
    contactId: around.contact_id,
    phone: text.From,
    numberId: around.number_id,
    numberPhone: text.To,
    body: text.Body,
    parts: text.NumSegments,
    carrierMessageId: text.MessageSid,
    replyToId: around.reply_to_id,
    createdAt: at,
  });
  await ctx.tx.db.insert(messageEvents).values({
    tenantId: ctx.tenantId,
    messageId: id,
    attempt: 0,
    type: 'received',
    carrierMessageId: text.MessageSid,
    at,
  });
}
