import { and, eq, sql } from 'drizzle-orm';
import type { MessageKind } from '@sms-crm/contracts/gates';
import { sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { messageBatches, messages } from '@sms-crm/db/tables/messages';
import { enqueue, wakePump, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';
import { linkOutbound } from '../conversations/link-outbound.ts';
import { countParts } from './parts.ts';
import { singleBatch } from './single-batch.ts';

/** Single texts of one tenant that are under way beside each other without taking turns with those of others. */
const mostAtOnce = 10;

export type NewOutbound = {
  kind: MessageKind;
  contactId: string | null;
  phone: string;
  numberId: string;
  /** The final text. */
  body: string;
  /** The inbound message it answers. */
  replyToId: string | null;
  /** Not sent any more after this moment. */
  sendBefore?: Date;
};

/**
 * Creates one text of no campaign and hands it to the queue `now`, at once unless many are under way; the send path runs the gates and sends it.
 * Joins the caller's transaction, so that the text exists exactly if what it answers was stored.
 *
 * @throws DomainError `not_found` when the tenant has no such number
 */
export async function createOutbound(ctx: Context, input: NewOutbound): Promise<{ messageId: string }> {
  return withTransaction(ctx, async (ctx) => {
    const { db } = ctx.tx;
    const [number] = await db
      .select({ phone: sendingNumbers.phone })
      .from(sendingNumbers)
      .where(and(eq(sendingNumbers.tenantId, ctx.tenantId), eq(sendingNumbers.id, input.numberId)));
    if (number === undefined) throw notFound('sending number');
    const [message] = await db
      .insert(messages)
      .values({
        tenantId: ctx.tenantId,
        direction: 'outbound',
        kind: input.kind,
        status: 'queued',
        contactId: input.contactId,
        phone: input.phone,
        numberId: input.numberId,
        numberPhone: number.phone,
        body: input.body,
        parts: countParts(input.body).parts,
        replyToId: input.replyToId,
      })
      .returning({ id: messages.id });
    if (message === undefined) throw new Error('the new message was not returned');
    await linkOutbound(ctx, { ...input, messageId: message.id, numberPhone: number.phone });
    const atOnce = await fewWait(ctx);
    const [batch] = await db
      .insert(messageBatches)
      .values({
        ...singleBatch({
          ...input,
          tenantId: ctx.tenantId,
          id: message.id,
          sendBefore: input.sendBefore ?? null,
        }),
        state: atOnce ? 'offered' : 'open',
        ...(atOnce ? { offer: 1, offeredAt: ctx.services.clock.now() } : {}),
      })
      .returning({ id: messageBatches.id });
    if (batch === undefined) throw new Error('the new batch was not returned');
    if (atOnce) {
      enqueue(ctx, {
        name: 'message.send-now',
        payload: { tenantId: ctx.tenantId, batchId: batch.id, offer: 1, requestId: ctx.requestId },
        jobId: `${batch.id}-1`,
      });
    } else wakePump(ctx);
    return { messageId: message.id };
  });
}

/** Of a tenant with more single texts under way, the pump lets others' go between them. */
async function fewWait(ctx: TxContext): Promise<boolean> {
  const { rows } = await ctx.tx.db.execute(sql`
    select from message_batches where tenant_id = ${ctx.tenantId}::uuid and campaign_id is null and queue = 'now' and state <> 'done'
    limit ${mostAtOnce}`);
  return rows.length < mostAtOnce;
}
