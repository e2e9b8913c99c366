import { eq } from 'drizzle-orm';
import type { AutoReply, UpdateAutoReply } from '@sms-crm/contracts/auto-replies';
import { autoReplies } from '@sms-crm/db/tables/inbound';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { checkAllWords, checkAutoReply } from './check.ts';
import { autoReplyView, lockAutoReply, saying } from './view.ts';

/**
 * Changes an automatic answer.
 *
 * @throws DomainError `not_found`, and as `checkAutoReply` and `checkAllWords`
 */
export async function updateAutoReply(
  ctx: Context,
  input: UpdateAutoReply & { id: string },
): Promise<AutoReply> {
  requirePermission(ctx, 'settings:write');
  return withTransaction(ctx, async (ctx) => {
    await lockForTenant(ctx, 'auto-replies');
    const before = await lockAutoReply(ctx, input.id);
    await checkAutoReply(ctx, input);
    const { id, ...changes } = input;
    const [row] = await ctx.tx.db
      .update(autoReplies)
      .set({ ...changes, updatedAt: ctx.services.clock.now() })
      .where(eq(autoReplies.id, id))
      .returning();
    if (row === undefined) throw new Error(`automatic answer ${id} vanished while locked`);
    if (input.words !== undefined) await checkAllWords(ctx);
    await audit(ctx, {
      action: 'auto-reply.update',
      target: { type: 'auto-reply', id },
      before: saying(before),
      after: saying(row),
    });
    return autoReplyView(row);
  });
}
