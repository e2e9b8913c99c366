import { and, eq, ne } from 'drizzle-orm';
import { liveTopic } from '@sms-crm/contracts/live';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { messageBatches } from '@sms-crm/db/tables/messages';
import { audit } from '../context/audit.ts';
import { signal, withTransaction, type Context } from '../context/context.ts';
import type { CampaignRow } from './campaign-row.ts';
import { canMove, moveCampaign } from './transitions.ts';

/** A paused campaign waits for its person, unless its own end has come. */
function isOver(row: CampaignRow, now: Date): boolean {
  if (row.frozenAt === null || !canMove('complete', row.status)) return false;
  return row.status !== 'paused' || (row.endsAt !== null && row.endsAt <= now);
}

/**
 * Ends a campaign when nothing of it waits any more: a sending one becomes completed, a canceled one gets its end.
 * Runs in a transaction of its own: two batches that end at the same time see each other's end only after their commits.
 */
export async function completeIfDone(ctx: Context, input: { campaignId: string }): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const pending = await ctx.tx.db
      .select({ id: messageBatches.id })
      .from(messageBatches)
      .where(and(eq(messageBatches.campaignId, input.campaignId), ne(messageBatches.state, 'done')))
      .limit(1);
    if (pending.length > 0) return;
    const [row] = await ctx.tx.db
      .select()
      .from(campaigns)
      .where(eq(campaigns.id, input.campaignId))
      .for('no key update');
    if (row === undefined || row.completedAt !== null) return;
    if (row.status !== 'canceled' && !isOver(row, ctx.services.clock.now())) return;
    const status = row.status === 'canceled' ? row.status : moveCampaign('complete', row.status);
    await ctx.tx.db
      .update(campaigns)
      .set({ status, completedAt: ctx.services.clock.now() })
      .where(eq(campaigns.id, input.campaignId));
    await audit(ctx, {
      action: 'campaign.end',
      target: { type: 'campaign', id: row.id },
      before: { status: row.status },
      after: { status },
    });
    signal(ctx, liveTopic.campaign(row.id));
  });
}
