import { asc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import { carrierErrorWords } from '@sms-crm/contracts/carrier-errors';
import type { messageDetail } from '@sms-crm/contracts/messages';
import { contacts } from '@sms-crm/db/tables/contacts';
import { messageEvents, messages } from '@sms-crm/db/tables/messages';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { notFound } from '../context/errors.ts';
import { readMedia } from '../message-media/read.ts';
import { toMessage } from './message-view.ts';
import { readRetries } from './read-retries.ts';
import { whyOf } from './why.ts';

/** Most events shown of one message. */
const maxEvents = 200;

/** One message with everything that happened to it, oldest first, and what every gate says about it. */
export async function getMessage(
  ctx: Context,
  input: { id: string },
): Promise<z.infer<typeof messageDetail>> {
  requirePermission(ctx, 'messages:read');
  return withTransaction(ctx, async (ctx) => {
    const [row] = await ctx.tx.db.select().from(messages).where(eq(messages.id, input.id));
    if (row === undefined) throw notFound('message');
    const [contact] =
      row.contactId === null
        ? []
        : await ctx.tx.db.select().from(contacts).where(eq(contacts.id, row.contactId));
    const events = await ctx.tx.db
      .select()
      .from(messageEvents)
      .where(eq(messageEvents.messageId, row.id))
      .orderBy(asc(messageEvents.id))
      .limit(maxEvents);
    return {
      ...toMessage(row, contact ?? null, (await readRetries(ctx, [row])).get(row.id)),
      errorAction: row.errorCode === null ? null : carrierErrorWords(row.errorCode).action,
      media: (await readMedia(ctx, [row.id])).get(row.id) ?? [],
      why: await whyOf(ctx, row),
      events: events.map((event) => ({
        id: event.id,
        type: event.type,
        attempt: event.attempt,
        detail: event.detail ?? event.errorCode,
        at: event.at.toISOString(),
      })),
    };
  });
}
