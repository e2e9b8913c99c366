import { eq } from 'drizzle-orm';
import type { Campaign } from '@sms-crm/contracts/campaigns';
import { liveTopic } from '@sms-crm/contracts/live';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { signal, wakePump, withTransaction, type Context } from '../context/context.ts';
import { cancelWaiting } from './cancel-waiting.ts';
import { completeCampaign, findCampaign } from './campaign-row.ts';
import { noSchedule } from './schedule-bounds.ts';
import { moveCampaign } from './transitions.ts';

/**
 * Pauses, resumes or cancels a campaign; one that is only scheduled becomes a draft again. Texts already handed to the carrier may still arrive;
 * no new request starts later than a second after the commit.
 */
export async function changeCampaignState(
  ctx: Context,
  input: { id: string; move: 'pause' | 'resume' | 'cancel' },
): Promise<Campaign> {
  requirePermission(ctx, 'campaigns:launch');
  const campaign = await withTransaction(ctx, async (ctx) => {
    const before = await findCampaign(ctx, input.id, true);
    const isScheduled = input.move === 'cancel' && before.status === 'scheduled';
    const move = isScheduled ? 'unschedule' : input.move;
    const status = moveCampaign(move, before.status);
    const now = ctx.services.clock.now();
    const [row] = await ctx.tx.db
      .update(campaigns)
      .set({ status, updatedAt: now, ...(isScheduled ? noSchedule : {}) })
      .where(eq(campaigns.id, input.id))
      .returning();
    if (row === undefined) throw new Error(`campaign ${input.id} vanished while locked`);
    await audit(ctx, {
      action: `campaign.${move}`,
      target: { type: 'campaign', id: row.id },
      before: { status: before.status },
      after: { status: row.status },
    });
    signal(ctx, liveTopic.campaign(row.id));
    if (input.move === 'resume') wakePump(ctx);
    return completeCampaign(ctx, row);
  });
  if (campaign.status === 'canceled') await cancelWaiting(ctx, { campaignId: input.id });
  return campaign;
}
