import { and, eq, isNull } from 'drizzle-orm';
import type { Reclassification } from '@sms-crm/contracts/clicks';
import { clickReclassifications } from '@sms-crm/db/tables/clicks';
import { findCampaign } from '../campaigns/campaign-row.ts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { enqueue, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { firstIdAt, lastIdAt } from '../context/ids-by-time.ts';
import { clicksLock } from './lock.ts';
import { reclassificationView } from './reclassification-view.ts';
import { readRules } from './rules.ts';

/**
 * Has the clicks recorded so far judged again by the rules of now, of one campaign or of all; asked for again while such a run is under
 * way under the same rules, it is that run.
 *
 * @throws DomainError `not_found`
 */
export async function startReclassification(
  ctx: Context,
  { campaignId }: { campaignId: string | null },
): Promise<Reclassification> {
  requirePermission(ctx, 'links:write');
  return withTransaction(ctx, async (ctx) => {
    const campaign = campaignId === null ? null : await findCampaign(ctx, campaignId);
    // What was recorded before has committed, and what comes after is judged by the rules of now.
    await lockForTenant(ctx, clicksLock);
    const { name } = await readRules(ctx);
    const running = await findRunning(ctx, campaignId, name);
    if (running !== undefined) return reclassificationView(running);
    const since = campaign === null ? 0 : (campaign.launchedAt ?? campaign.createdAt).getTime();
    const [row] = await ctx.tx.db
      .insert(clickReclassifications)
      .values({
        tenantId: ctx.tenantId,
        campaignId,
        cursor: firstIdAt(since),
        until: lastIdAt(ctx.services.clock.now().getTime()),
        rules: name,
        createdBy: ctx.actor.label,
        offeredAt: ctx.services.clock.now(),
      })
      .returning();
    if (row === undefined) throw new Error('the new reclassification was not returned');
    await audit(ctx, {
      action: 'clicks.reclassify',
      target: { type: 'click-reclassification', id: row.id },
      after: { campaignId, rules: name },
    });
    enqueue(ctx, {
      name: 'click.reclassify',
      payload: { tenantId: ctx.tenantId, reclassificationId: row.id, requestId: ctx.requestId },
      jobId: `click.reclassify-${row.id}`,
    });
    return reclassificationView(row);
  });
}

async function findRunning(ctx: TxContext, campaignId: string | null, rules: string) {
  const [row] = await ctx.tx.db
    .select()
    .from(clickReclassifications)
    .where(
      and(
        isNull(clickReclassifications.finishedAt),
        eq(clickReclassifications.rules, rules),
        campaignId === null
          ? isNull(clickReclassifications.campaignId)
          : eq(clickReclassifications.campaignId, campaignId),
      ),
    );
  return row;
}
