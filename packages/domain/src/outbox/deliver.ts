import { and, eq, isNull, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { outbox } from '@sms-crm/db/tables/access';
import { withTransaction, type Context } from '../context/context.ts';

/** Times one outbox row is tried in all. */
export const maxDeliveries = 5;

const mail = z.object({ to: z.string(), subject: z.string(), text: z.string() });

/**
 * Delivers one outbox row. A failure is noted in the row, and the sweep offers it again until it was tried 5 times. A process that dies
 * between the delivery and its note makes the row be delivered once more.
 */
export async function deliverOutbox(ctx: Context, { outboxId }: { outboxId: string }): Promise<void> {
  const claimed = await claim(ctx, outboxId);
  if (claimed === undefined) return;
  try {
    await ctx.services.mailer(mail.parse(claimed.payload));
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    ctx.log.warn({ err: error, outboxId, attempts: claimed.attempts }, 'a mail was not delivered');
    await note(ctx, outboxId, { failure: words.slice(0, 1_000) });
    return;
  }
  await note(ctx, outboxId, { deliveredAt: ctx.services.clock.now(), failure: null });
}

/** Counts the try before it is made: two jobs for one row never both deliver the same try. */
async function claim(
  ctx: Context,
  outboxId: string,
): Promise<{ payload: unknown; attempts: number } | undefined> {
  return withTransaction(ctx, async (ctx) => {
    const [row] = await ctx.tx.db
      .update(outbox)
      .set({ attempts: sql`${outbox.attempts} + 1`, offeredAt: ctx.services.clock.now() })
      .where(and(eq(outbox.id, outboxId), isNull(outbox.deliveredAt), lt(outbox.attempts, maxDeliveries)))
      .returning({ payload: outbox.payload, attempts: outbox.attempts });
    return row;
  });
}

async function note(
  ctx: Context,
  outboxId: string,
  outcome: { failure: string | null; deliveredAt?: Date },
): Promise<void> {
  await withTransaction(ctx, (ctx) => ctx.tx.db.update(outbox).set(outcome).where(eq(outbox.id, outboxId)));
}
