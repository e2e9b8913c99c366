import { eq } from 'drizzle-orm';
import { campaignHealth } from '@sms-crm/db/tables/carrier-errors';
import { withTransaction, type Context } from '../context/context.ts';
import { pauseBySystem } from '../errors/pause-campaign.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { limitsOf, readSetting } from './limits.ts';
import { countOptOuts } from './note-results.ts';
import { pauseVerdict } from './verdict.ts';

/**
 * Pauses a campaign whose last results call for it. Its results begin anew then, so that after a person resumed it the same ones
 * do not pause it again.
 *
 * @returns whether it was paused
 */
export async function autoPause(ctx: Context, input: { campaignId: string }): Promise<boolean> {
  return withTransaction(ctx, async (ctx) => {
    const [seen] = await ctx.tx.db
      .select()
      .from(campaignHealth)
      .where(eq(campaignHealth.campaignId, input.campaignId));
    if (seen === undefined) return false;
    const optOuts = (await countOptOuts(ctx, [input.campaignId])).get(input.campaignId) ?? 0;
    const limits = limitsOf(readSetting((await tenantSettings(ctx)).autoPause));
    const detail = pauseVerdict({ ...seen, optOuts: optOuts - seen.optOutsBefore }, limits);
    if (detail === null || !(await pauseBySystem(ctx, { campaignId: input.campaignId, detail })))
      return false;
    await ctx.tx.db.delete(campaignHealth).where(eq(campaignHealth.campaignId, input.campaignId));
    return true;
  });
}
