import { eq, sql } from 'drizzle-orm';
import { liveTopic } from '@sms-crm/contracts/live';
import { runPrepared } from '@sms-crm/db/prepared';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { audit } from '../context/audit.ts';
import { signal, withTransaction, type Context, type TxContext } from '../context/context.ts';
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
    if (await isPending(ctx, input.campaignId)) return;
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

/** Whether a batch of the campaign is not done. Asked at the end of each: its two halves are those that the indexes of unfinished batches know. */
async function isPending(ctx: TxContext, campaignId: string): Promise<boolean> {
  const { rows } = await runPrepared<{ pending: boolean }>(
    ctx.tx.db,
    sql`
    select exists (select from message_batches where campaign_id = ${campaignId}::uuid and state = 'open')
      or exists (select from message_batches where campaign_id = ${campaignId}::uuid and state in ('offered', 'claimed')) as pending`,
  );
  return rows[0]?.pending ?? true;
}
