import { eq } from 'drizzle-orm';
import type { LaunchNotice } from '@sms-crm/contracts/campaigns';
import { liveTopic } from '@sms-crm/contracts/live';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { holdStage } from '../carrier-accounts/hold-stage.ts';
import { memberEmails } from '../access/member-emails.ts';
import { audit } from '../context/audit.ts';
import { signal, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { mail } from '../outbox/mail.ts';
import { findCampaign, type CampaignRow } from './campaign-row.ts';
import { blockerWords, startCampaign } from './launch.ts';
import { previewCampaign } from './preview.ts';
import { noSchedule } from './schedule-bounds.ts';
import { moveCampaign } from './transitions.ts';

/**
 * Starts a campaign whose scheduled moment has come. What would block a launch makes it a draft again, which tells the reason, and a mail
 * goes to its maker. Does nothing when the campaign is not due: it runs as often as it likes and starts once.
 */
export async function startScheduled(ctx: Context, input: { campaignId: string }): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    await holdStage(ctx);
    const row = await findCampaign(ctx, input.campaignId, true);
    const isDue = row.scheduledAt !== null && row.scheduledAt <= ctx.services.clock.now();
    if (row.status !== 'scheduled' || !isDue) return;
    const preview = await previewCampaign(ctx, { id: row.id });
    if (preview.blockers.length === 0) await startCampaign(ctx, row, preview);
    else await giveBack(ctx, row, preview.blockers);
  });
}

async function giveBack(ctx: TxContext, row: CampaignRow, blockers: readonly LaunchNotice[]): Promise<void> {
  const pauseDetail = `It did not start by itself: ${blockerWords([...blockers])} Then schedule or launch it again.`;
  const status = moveCampaign('unschedule', row.status);
  await ctx.tx.db
    .update(campaigns)
    .set({ status, ...noSchedule, pauseDetail, updatedAt: ctx.services.clock.now() })
    .where(eq(campaigns.id, row.id));
  await audit(ctx, {
    action: 'campaign.start-refused',
    target: { type: 'campaign', id: row.id },
    before: { status: row.status },
    after: { status, blockers: blockers.map(({ code }) => code) },
  });
  await tellMaker(ctx, row, pauseDetail);
  signal(ctx, liveTopic.campaign(row.id));
}

/** Its maker, or where that is a key or someone who left, everybody who may launch. */
async function tellMaker(ctx: TxContext, row: CampaignRow, detail: string): Promise<void> {
  const members = await memberEmails(ctx, 'campaigns:launch');
  const told = members.includes(row.createdBy) ? [row.createdBy] : members;
  await mail(
    ctx,
    told.map((to) => ({
      to,
      subject: `“${row.name}” did not start`,
      text: `The campaign “${row.name}” was scheduled for now.\n\n${detail}\n\nNothing was sent. It is a draft again.`,
    })),
  );
}
