import { eq } from 'drizzle-orm';
import type { Campaign } from '@sms-crm/contracts/campaigns';
import { liveTopic } from '@sms-crm/contracts/live';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { signal, withTransaction, type Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { completeCampaign, findCampaign } from './campaign-row.ts';

/**
 * Takes on oneself that a draft's text goes out without brand or opt-out words. It holds for that text: a change of it needs a new word.
 *
 * @throws DomainError `wrong_state` once it was launched
 */
export async function waiveFooter(ctx: Context, input: { id: string }): Promise<Campaign> {
  requirePermission(ctx, 'campaigns:waive-footer');
  return withTransaction(ctx, async (ctx) => {
    const before = await findCampaign(ctx, input.id, true);
    if (before.status !== 'draft') {
      throw new DomainError('wrong_state', {
        detail: `This campaign is ${before.status}; its footer can only be waived while it is a draft.`,
      });
    }
    const [row] = await ctx.tx.db
      .update(campaigns)
      .set({ footerWaivedBy: ctx.actor.label, updatedAt: ctx.services.clock.now() })
      .where(eq(campaigns.id, before.id))
      .returning();
    if (row === undefined) throw new Error(`campaign ${before.id} vanished while locked`);
    await audit(ctx, {
      action: 'campaign.waive-footer',
      target: { type: 'campaign', id: row.id },
      after: { template: row.template, addBrand: row.addBrand, addOptOut: row.addOptOut },
    });
    signal(ctx, liveTopic.campaign(row.id));
    return completeCampaign(ctx, row);
  });
}
