import { eq, sql } from 'drizzle-orm';
import type { Campaign, ScheduleCampaign } from '@sms-crm/contracts/campaigns';
import { liveTopic } from '@sms-crm/contracts/live';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { signal, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { inAudience } from './audience.ts';
import { audienceOf, completeCampaign, findCampaign, type CampaignRow } from './campaign-row.ts';
import { requireNoBlockers } from './launch.ts';
import { previewCampaign } from './preview.ts';
import { readQuietGroups } from './quiet-groups.ts';
import { moveCampaign } from './transitions.ts';

/** Blockers that may be gone when the moment comes. */
const passing: readonly string[] = ['kill_switch'];

/**
 * Lets a draft start by itself, at an instant or when it is a wall-clock time where each recipient is. The audience is frozen at the first
 * send, so who joins it until then is sent to as well.
 *
 * @throws DomainError `blocked` naming what would prevent a launch; `invalid_input` when the moment has passed
 */
export async function scheduleCampaign(
  ctx: Context,
  input: { id: string; when: ScheduleCampaign },
): Promise<Campaign> {
  requirePermission(ctx, 'campaigns:launch');
  return withTransaction(ctx, async (ctx) => {
    const before = await findCampaign(ctx, input.id, true);
    const status = moveCampaign('schedule', before.status);
    const { blockers } = await previewCampaign(ctx, { id: before.id });
    requireNoBlockers(blockers.filter(({ code }) => !passing.includes(code)));
    const now = ctx.services.clock.now();
    const schedule = await scheduleOf(ctx, before, input.when);
    requireAhead(schedule, before, now);
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

type Schedule = { scheduledAt: Date; scheduleLocal: string | null };

async function scheduleOf(ctx: TxContext, row: CampaignRow, when: ScheduleCampaign): Promise<Schedule> {
  if ('at' in when) return { scheduledAt: new Date(when.at), scheduleLocal: null };
  const scheduleLocal = when.localTime;
  const groups = await readQuietGroups(
    ctx,
    { ...row, scheduleLocal },
    sql`select c.id from contacts c where ${inAudience(audienceOf(row))}`,
  );
  const starts = groups.flatMap(({ startAt }) => startAt?.getTime() ?? []);
  return { scheduledAt: new Date(Math.min(...starts)), scheduleLocal };
}

function requireAhead({ scheduledAt, scheduleLocal }: Schedule, row: CampaignRow, now: Date): void {
  if (scheduledAt <= now) {
    throw new DomainError('invalid_input', {
      detail:
        scheduleLocal === null
          ? 'That moment has passed. Choose a later one, or launch the campaign now.'
          : 'That time has passed already where some recipients are. Choose a later one, or launch the campaign now.',
      fields: [{ field: scheduleLocal === null ? 'at' : 'localTime', detail: 'has passed' }],
    });
  }
  if (row.endsAt === null || row.endsAt > scheduledAt) return;
  throw new DomainError('invalid_input', {
    detail: 'The campaign would end before it starts. Choose an earlier start or a later end.',
    fields: [{ field: scheduleLocal === null ? 'at' : 'localTime', detail: 'is not before the end' }],
  });
}
