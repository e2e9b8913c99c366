import { eq } from 'drizzle-orm';
import type { Campaign, CampaignPreview, LaunchCampaign } from '@sms-crm/contracts/campaigns';
import { liveTopic } from '@sms-crm/contracts/live';
import { campaignLinks, campaigns } from '@sms-crm/db/tables/campaigns';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { enqueue, signal, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { holdStage } from '../carrier-accounts/hold-stage.ts';
import { DomainError } from '../context/errors.ts';
import { completeCampaign, findCampaign, isAsRead, type CampaignRow } from './campaign-row.ts';
import { isLive } from '../numbers/find.ts';
import { writeSharedCodes } from '../links/shared-codes.ts';
import { previewCampaign } from './preview.ts';
import { noSchedule } from './schedule-bounds.ts';
import { parseTemplate } from './template.ts';
import { moveCampaign } from './transitions.ts';

/**
 * Starts a campaign: its audience is frozen by a job, then sent. A schedule it had is gone: it starts now, for everyone.
 *
 * @throws DomainError `blocked` naming every blocker of the preview; `conflict` when the campaign or its recipients are no longer what was shown
 */
export async function launchCampaign(
  ctx: Context,
  input: LaunchCampaign & { id: string },
): Promise<Campaign> {
  requirePermission(ctx, 'campaigns:launch');
  return withTransaction(ctx, async (ctx) => {
    await holdStage(ctx);
    const before = await findCampaign(ctx, input.id, true);
    moveCampaign('launch', before.status);
    requireReviewed(before, input);
    const preview = await requireLaunchable(ctx, input);
    return startCampaign(ctx, before, preview, noSchedule);
  });
}

/** Moves a locked campaign whose preview has no blockers to its freeze. */
export async function startCampaign(
  ctx: TxContext,
  before: CampaignRow,
  preview: CampaignPreview,
  schedule: Partial<Pick<CampaignRow, 'scheduledAt' | 'scheduleLocal'>> = {},
): Promise<Campaign> {
  const now = ctx.services.clock.now();
  const [row] = await ctx.tx.db
    .update(campaigns)
    .set({
      status: moveCampaign('launch', before.status),
      launchedAt: now,
      launchRequestId: ctx.requestId,
      offeredAt: now,
      updatedAt: now,
      pauseDetail: null,
      ...schedule,
      ...(await facts(ctx, preview)),
    })
    .where(eq(campaigns.id, before.id))
    .returning();
  if (row === undefined) throw new Error(`campaign ${before.id} vanished while locked`);
  await writeLinks(ctx, row);
  await audit(ctx, {
    action: 'campaign.launch',
    target: { type: 'campaign', id: row.id },
    before: { status: before.status },
    after: { status: row.status, template: row.template },
  });
  signal(ctx, liveTopic.campaign(row.id));
  enqueue(ctx, freezeJob(ctx, row.id));
  return completeCampaign(ctx, row);
}

/** The job that freezes a campaign's audience; one at a time. */
export function freezeJob(ctx: { tenantId: string; requestId: string }, campaignId: string) {
  return {
    name: 'campaign.freeze' as const,
    payload: { tenantId: ctx.tenantId, campaignId, requestId: ctx.requestId },
    jobId: `campaign.freeze-${campaignId}`,
  };
}

/** @throws DomainError `conflict` when the campaign is no longer what was looked at */
export function requireReviewed(
  row: CampaignRow,
  { expectedUpdatedAt }: Pick<LaunchCampaign, 'expectedUpdatedAt'>,
): void {
  if (isAsRead(row, expectedUpdatedAt)) return;
  throw new DomainError('conflict', {
    detail:
      'Somebody changed the campaign since you looked at it. Look at the preview again, then launch or schedule it.',
  });
}

async function requireLaunchable(
  ctx: TxContext,
  input: LaunchCampaign & { id: string },
): Promise<CampaignPreview> {
  const preview = await previewCampaign(ctx, { id: input.id });
  requireNoBlockers(preview.blockers);
  const expected = input.expectedRecipients;
  if (expected === undefined || expected === preview.recipients) return preview;
  throw new DomainError('conflict', {
    detail: `The audience has ${preview.recipients} recipients now, not ${expected}. Look at the preview again and launch then.`,
  });
}

/** @throws DomainError `blocked` naming each of them with its fix */
export function requireNoBlockers(blockers: CampaignPreview['blockers']): void {
  if (blockers.length === 0) return;
  throw new DomainError('blocked', { detail: blockerWords(blockers) });
}

/** Blockers as sentences. */
export function blockerWords(blockers: CampaignPreview['blockers']): string {
  return blockers.map(({ detail, fix }) => `${detail} ${fix}`).join(' ');
}

/** What the preview found, for the time of the send. */
async function facts(
  ctx: TxContext,
  { parts, recipients, number }: CampaignPreview,
): Promise<{ partsEstimate: number; simulated: boolean }> {
  const live = number === null ? false : await isLive(ctx, number.id);
  return { partsEstimate: recipients === 0 ? 1 : Math.max(1, parts / recipients), simulated: !live };
}

async function writeLinks(ctx: TxContext, row: CampaignRow): Promise<void> {
  const { links } = parseTemplate(row.template);
  if (links.length === 0) return;
  const rows = await ctx.tx.db
    .insert(campaignLinks)
    .values(links.map((url, position) => ({ tenantId: ctx.tenantId, campaignId: row.id, position, url })))
    .returning({ id: campaignLinks.id, url: campaignLinks.url });
  if (row.linkCodes === 'campaign') await writeSharedCodes(ctx, row, rows);
}
