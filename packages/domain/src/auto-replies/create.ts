import { sql } from 'drizzle-orm';
import { mostAutoReplies, type AutoReply, type CreateAutoReply } from '@sms-crm/contracts/auto-replies';
import { autoReplies } from '@sms-crm/db/tables/inbound';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { checkAllWords, checkAutoReply } from './check.ts';
import { autoReplyView, saying } from './view.ts';

/**
 * Adds an automatic answer; it answers texts that come in from now on.
 *
 * @throws DomainError `conflict` when the tenant has as many as it may have, and as `checkAutoReply` and `checkAllWords`
 */
export async function createAutoReply(ctx: Context, input: CreateAutoReply): Promise<AutoReply> {
  requirePermission(ctx, 'settings:write');
  return withTransaction(ctx, async (ctx) => {
    await lockForTenant(ctx, 'auto-replies');
    await checkAutoReply(ctx, input);
    const [counted] = await ctx.tx.db.select({ replies: sql<number>`count(*)::int` }).from(autoReplies);
    if ((counted?.replies ?? 0) >= mostAutoReplies) {
      throw new DomainError('conflict', {
        detail: `There are ${mostAutoReplies} automatic answers already, the most there may be. Delete one first.`,
      });
    }
    const [row] = await ctx.tx.db
      .insert(autoReplies)
      .values({ ...input, tenantId: ctx.tenantId, createdBy: ctx.actor.label })
      .returning();
    if (row === undefined) throw new Error('the new automatic answer was not returned');
    await checkAllWords(ctx);
    await audit(ctx, {
      action: 'auto-reply.create',
      target: { type: 'auto-reply', id: row.id },
      after: saying(row),
    });
    return autoReplyView(row);
  });
}
