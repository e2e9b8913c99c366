import { eq, sql } from 'drizzle-orm';
import type { Campaign, ScheduleCampaign } from '@sms-crm/contracts/campaigns';
import { passingBlockers } from '@sms-crm/contracts/kill-switch';
import { liveTopic } from '@sms-crm/contracts/live';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { holdStage } from '../carrier-accounts/hold-stage.ts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { signal, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { inAudience } from './audience.ts';
import { completeCampaign, findCampaign, type CampaignRow } from './campaign-row.ts';
import { requireNoBlockers } from './launch.ts';
import { readQuietKey } from '../quiet-hours/quiet-key.ts';
import {
  noRecipients,
  requireExisting,
  requireInTime,
  requireWithinReach,
  type Schedule,
} from './schedule-bounds.ts';
import { previewCampaign } from './preview.ts';
import { readQuietGroups } from './quiet-groups.ts';
import { moveCampaign } from './transitions.ts';

/**
 * Lets a draft start by itself, at an instant or when it is a wall-clock time where each recipient is. The audience is frozen at the first
 * send, so who joins it until then is sent to as well.
 *
 * @throws DomainError `blocked` naming what would prevent a launch; `invalid_input` when the moment has passed or is too far away
 */
export async function scheduleCampaign(
  ctx: Context,
  input: { id: string; when: ScheduleCampaign },
): Promise<Campaign> {
  requirePermission(ctx, 'campaigns:launch');
  return withTransaction(ctx, async (ctx) => {
    await holdStage(ctx);
    const before = await findCampaign(ctx, input.id, true);
    const status = moveCampaign('schedule', before.status);
    const { blockers } = await previewCampaign(ctx, { id: before.id });
    requireNoBlockers(blockers.filter(({ code }) => !passingBlockers.includes(code)));
    const now = ctx.services.clock.now();
    requireWithinReach(input.when, now);
    const schedule = await scheduleOf(ctx, before, input.when);
    requireInTime(schedule, before, now);
    const [row] = await ctx.tx.db
      .update(campaigns)
      .set({ status, ...schedule, offeredAt: null, pauseDetail: null, updatedAt: now })
      .where(eq(campaigns.id, before.id))
      .returning();
    if (row === undefined) throw new Error(`campaign ${before.id} vanished while locked`);
    await audit(ctx, {
      action: 'campaign.schedule',
      target: { type: 'campaign', id: row.id },
      before: { status: before.status },
      after: { status, ...schedule, template: row.template },
    });
    signal(ctx, liveTopic.campaign(row.id));
    return completeCampaign(ctx, row);
  });
}

async function scheduleOf(ctx: TxContext, row: CampaignRow, when: ScheduleCampaign): Promise<Schedule> {
  if ('at' in when) return { scheduledAt: new Date(when.at), scheduleLocal: null };
  const scheduleLocal = when.localTime;
  const groups = await readQuietGroups(
    ctx,
    { ...row, scheduleLocal },
    sql`select c.id, c.quiet_key from contacts c where ${inAudience(row)}`,
  );
  requireExisting(
    scheduleLocal,
    groups.flatMap(({ key }) => readQuietKey(key).places.map(({ zone }) => zone)),
  );
  const starts = groups.flatMap(({ startAt }) => startAt?.getTime() ?? []);
  const earliest = starts.reduce<number | null>((least, start) => Math.min(least ?? start, start), null);
  if (earliest === null) throw noRecipients();
  return { scheduledAt: new Date(earliest), scheduleLocal };
}
