import { eq } from 'drizzle-orm';
import { outbox } from '@sms-crm/db/tables/access';
import { deadLetters } from '@sms-crm/db/tables/carrier-errors';
import { webhookEvents } from '@sms-crm/db/tables/messages';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { enqueue, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError, notFound } from '../context/errors.ts';
import { requeueMessages } from '../errors/requeue.ts';
import { deliveryJob } from '../outbox/mail.ts';
import { applyJob } from '../webhooks/due.ts';
import { findDead, type DeadRow } from './list.ts';

/**
 * Tries again what was given up: a text goes back to the queue as a new attempt and meets every gate, a webhook is applied again, a
 * mail delivered.
 *
 * @throws DomainError `not_found`, or `wrong_state` when it cannot be tried again
 */
export async function retryDeadLetter(ctx: Context, input: { id: string }): Promise<void> {
  requirePermission(ctx, 'dead-letters:retry');
  await withTransaction(ctx, async (ctx) => {
    const letter = await findDead(ctx, input.id);
    if (letter === undefined) throw notFound('dead letter');
    await again[letter.kind](ctx, letter);
    await audit(ctx, {
      action: 'dead-letter.retry',
      target: { type: letter.kind, id: letter.subjectId },
      before: { code: letter.code, about: letter.about },
    });
  });
}

const again: Record<DeadRow['kind'], (ctx: TxContext, letter: DeadRow) => Promise<void>> = {
  message: async (ctx, letter) => {
    const queued = await requeueMessages(ctx, {
      ids: [letter.subjectId],
      cause: `Tried again by ${ctx.actor.label}`,
    });
    if (queued.length === 0) {
      throw new DomainError('wrong_state', {
        detail:
          'This text cannot be tried again: its campaign is over, its moment has passed, or it arrived after all.',
      });
    }
    await markRetried(ctx, letter);
  },
  webhook: async (ctx, letter) => {
    const events = await ctx.tx.db
      .update(webhookEvents)
      .set({ tries: 0, failure: null, appliedAt: null })
      .where(eq(webhookEvents.id, letter.subjectId))
      .returning({ kind: webhookEvents.kind });
    await ctx.tx.db.delete(deadLetters).where(eq(deadLetters.id, letter.id));
    for (const { kind } of events) enqueue(ctx, applyJob({ tenantId: ctx.tenantId, kind }));
  },
  mail: async (ctx, letter) => {
    await ctx.tx.db
      .update(outbox)
      .set({ attempts: 0, failure: null, offeredAt: ctx.services.clock.now() })
      .where(eq(outbox.id, letter.subjectId));
    enqueue(ctx, deliveryJob(ctx.tenantId, letter.subjectId, ctx.requestId));
  },
  import: async () => {
    throw new DomainError('wrong_state', {
      detail: 'A failed import is not tried again. Upload the file again.',
    });
  },
};

async function markRetried(ctx: TxContext, letter: DeadRow): Promise<void> {
  await ctx.tx.db
    .update(deadLetters)
    .set({ retriedAt: ctx.services.clock.now() })
    .where(eq(deadLetters.id, letter.id));
}
