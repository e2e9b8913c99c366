import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { sendReply, sentReply } from '@sms-crm/contracts/conversations';
import { contacts } from '@sms-crm/db/tables/contacts';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { createOutbound } from '../messages/create-outbound.ts';
import { auditThread, changeThread } from './change.ts';
import { refuseSecondAnswer } from './conflict.ts';
import { drafterBeside, nobodyDrafts } from './drafting.ts';
import { lockConversation, type ConversationRow } from './find.ts';
import { replyStanding } from './standing.ts';

/**
 * Answers a thread from the number it is about. Whoever answers a thread of nobody takes it over; a closed one is opened again.
 *
 * @throws DomainError `not_found`; `conflict` when another member answered meanwhile or writes; `blocked` with the words of what forbids it
 */
export async function replyTo(
  ctx: Context,
  input: z.output<typeof sendReply> & { id: string },
): Promise<z.infer<typeof sentReply>> {
  requirePermission(ctx, 'inbox:reply');
  return withTransaction(ctx, async (ctx) => {
    const row = await lockConversation(ctx, input.id);
    if (!input.anyway) refuseSecondAnswer(ctx, row, input.seen);
    const [contact] = await ctx.tx.db.select().from(contacts).where(eq(contacts.phone, row.phone));
    const { blocked } = await replyStanding(ctx, row, contact);
    if (blocked !== null || row.numberId === null) throw refusedBy(blocked);
    const { messageId } = await createOutbound(ctx, {
      kind: 'reply',
      contactId: contact?.id ?? null,
      phone: row.phone,
      numberId: row.numberId,
      body: input.body,
      replyToId: row.lastInboundId,
    });
    const sawAll = input.seenInbound === undefined || input.seenInbound === row.lastInboundId;
    await changeThread(ctx, row.id, { ...afterReply(ctx, row, messageId), ...(sawAll ? { unread: 0 } : {}) });
    await auditThread(ctx, {
      id: row.id,
      did: 'reply',
      after: { messageId, ...(input.anyway ? { anyway: true } : {}) },
    });
    return { messageId };
  });
}

function refusedBy(blocked: { words: string; fix: string } | null): DomainError {
  const { words = 'There is no number to answer from.', fix = '' } = blocked ?? {};
  return new DomainError('blocked', { detail: `${words} ${fix}`.trim() });
}

function afterReply(ctx: TxContext, row: ConversationRow, messageId: string) {
  const { id, label, type } = ctx.actor;
  const takesOver = row.assignedTo === null && type === 'user';
  return {
    repliedId: messageId,
    repliedBy: id,
    repliedLabel: label,
    repliedAt: ctx.services.clock.now(),
    lastDirection: 'outbound' as const,
    closedAt: null,
    closedBy: null,
    ...(takesOver ? { assignedTo: id, assignedLabel: label } : {}),
    ...(drafterBeside(ctx, row) === null ? nobodyDrafts : {}),
  };
}
