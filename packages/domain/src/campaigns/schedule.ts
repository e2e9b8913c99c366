import { eq } from 'drizzle-orm';
import type { Campaign, StartMoment } from '@sms-crm/contracts/campaigns';
import { passingBlockers } from '@sms-crm/contracts/kill-switch';
import { liveTopic } from '@sms-crm/contracts/live';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { holdStage } from '../carrier-accounts/hold-stage.ts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { signal, withTransaction, type Context } from '../context/context.ts';
import { completeCampaign, findCampaign } from './campaign-row.ts';
import { requireNoBlockers, requireReviewed } from './launch.ts';
import { previewCampaign } from './preview.ts';
import { scheduleOf } from './schedule-of.ts';
import { moveCampaign } from './transitions.ts';

/**
 * Lets a draft start by itself, at an instant or when it is a wall-clock time where each recipient is; one that is scheduled already, at another time. The audience is frozen at the first
 * send, so who joins it until then is sent to as well.
 *
 * @param input.expectedUpdatedAt what was looked at; absent, whatever it is by now is scheduled
 * @throws DomainError `blocked` naming what would prevent a launch; `conflict` when it was changed since; `invalid_input` when the moment has passed or is too far away
 */
export async function scheduleCampaign(
  ctx: Context,
  input: { id: string; when: StartMoment; expectedUpdatedAt?: string | undefined },
): Promise<Campaign> {
  requirePermission(ctx, 'campaigns:launch');
  return withTransaction(ctx, async (ctx) => {
    await holdStage(ctx);
    const before = await findCampaign(ctx, input.id, true);
    const status = moveCampaign('schedule', before.status);
    requireReviewed(before, input);
    const { blockers } = await previewCampaign(ctx, { id: before.id });
    requireNoBlockers(blockers.filter(({ code }) => !passingBlockers.includes(code)));
    const schedule = await scheduleOf(ctx, before, input.when);
    const [row] = await ctx.tx.db
      .update(campaigns)
      .set({ status, ...schedule, offeredAt: null, pauseDetail: null, updatedAt: ctx.services.clock.now() })
      .where(eq(campaigns.id, before.id))
      .returning();
    if (row === undefined) throw new Error(`campaign ${before.id} vanished while locked`);
    await audit(ctx, {
      action: 'campaign.schedule',
      target: { type: 'campaign', id: row.id },
      before: {
        status: before.status,
        scheduledAt: before.scheduledAt,
        scheduleLocal: before.scheduleLocal,
      },
      after: { status, ...schedule, template: row.template },
    });
    signal(ctx, liveTopic.campaign(row.id));
    return completeCampaign(ctx, row);
  });
}
