import { eq } from 'drizzle-orm';
import type { Campaign, UpdateCampaign } from '@sms-crm/contracts/campaigns';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { signal, withTransaction, type Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { findNumber } from '../numbers/find.ts';
import { refuseUnsafeLinks } from '../links/refuse-unsafe.ts';
import { liveTopic } from '@sms-crm/contracts/live';
import { audienceColumns, audienceOf } from './audience.ts';
import { completeCampaign, findCampaign, isAsRead, optionColumns, type CampaignRow } from './campaign-row.ts';

/**
 * Changes a draft.
 *
 * @throws DomainError `wrong_state` once it was launched; `conflict` when it is no longer what the change is based on
 */
export async function updateCampaign(
  ctx: Context,
  input: { id: string; change: UpdateCampaign },
): Promise<Campaign> {
  requirePermission(ctx, 'campaigns:write');
  return withTransaction(ctx, async (ctx) => {
    const before = await findCampaign(ctx, input.id, true);
    requireDraft(before, 'changed');
    requireUnchanged(before, input.change);
    const { name, template, audience, numberId } = input.change;
    if (numberId !== undefined && numberId !== null) await findNumber(ctx, numberId);
    if (template !== undefined) await refuseUnsafeLinks(ctx, template);
    const [row] = await ctx.tx.db
      .update(campaigns)
      .set({
        ...(name === undefined ? {} : { name }),
        ...(template === undefined ? {} : { template }),
        ...(numberId === undefined ? {} : { numberId }),
        ...(audience === undefined ? {} : await audienceColumns(ctx, audience)),
        ...optionColumns(input.change),
        // Whoever agreed to leave the footer out agreed to that text.
        ...(changesText(input.change) ? { footerWaivedBy: null } : {}),
        pauseDetail: null,
        updatedAt: ctx.services.clock.now(),
      })
      .where(eq(campaigns.id, input.id))
      .returning();
    if (row === undefined) throw new Error(`campaign ${input.id} vanished while locked`);
    await audit(ctx, {
      action: 'campaign.update',
      target: { type: 'campaign', id: row.id },
      before: written(before),
      after: written(row),
    });
    signal(ctx, liveTopic.campaign(row.id));
    return completeCampaign(ctx, row);
  });
}

function requireUnchanged(row: CampaignRow, { expectedUpdatedAt }: UpdateCampaign): void {
  if (isAsRead(row, expectedUpdatedAt)) return;
  throw new DomainError('conflict', {
    detail:
      'Somebody changed this draft since you read it, perhaps you in another tab, so nothing was saved. Read it again and make your change there.',
  });
}

function changesText({ template, addBrand, addOptOut }: UpdateCampaign): boolean {
  return template !== undefined || addBrand !== undefined || addOptOut !== undefined;
}

/** Deletes a draft; anything that was launched stays. */
export async function deleteCampaign(ctx: Context, input: { id: string }): Promise<void> {
  requirePermission(ctx, 'campaigns:write');
  await withTransaction(ctx, async (ctx) => {
    const row = await findCampaign(ctx, input.id, true);
    requireDraft(row, 'deleted');
    await ctx.tx.db.delete(campaigns).where(eq(campaigns.id, input.id));
    await audit(ctx, {
      action: 'campaign.delete',
      target: { type: 'campaign', id: row.id },
      before: written(row),
    });
  });
}

function requireDraft(row: CampaignRow, what: string): void {
  if (row.status === 'draft') return;
  if (row.status === 'scheduled') {
    throw new DomainError('wrong_state', {
      detail: `This campaign is scheduled and cannot be ${what}. Cancel the schedule first; it is a draft again then.`,
    });
  }
  throw new DomainError('wrong_state', {
    detail: `This campaign is ${row.status} and can no longer be ${what}. Make a new one instead.`,
  });
}

function written(row: CampaignRow): object {
  const { name, template, numberId, endsAt, overBudget, addBrand, addOptOut, linkCodes, addUtm, linkDays } =
    row;
  const options = { numberId, endsAt, overBudget, addBrand, addOptOut, linkCodes, addUtm, linkDays };
  return { name, template, audience: audienceOf(row), ...options };
}
