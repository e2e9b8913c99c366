import type { Campaign, CreateCampaign } from '@sms-crm/contracts/campaigns';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { refuseUnsafeLinks } from '../links/refuse-unsafe.ts';
import { findNumber } from '../numbers/find.ts';
import { audienceColumns } from './audience.ts';
import { completeCampaign, optionColumns } from './campaign-row.ts';

/** Makes a draft. */
export async function createCampaign(ctx: Context, input: CreateCampaign): Promise<Campaign> {
  requirePermission(ctx, 'campaigns:write');
  return withTransaction(ctx, async (ctx) => {
    if (input.numberId !== null) await findNumber(ctx, input.numberId);
    await refuseUnsafeLinks(ctx, input.template);
    const [row] = await ctx.tx.db
      .insert(campaigns)
      .values({
        tenantId: ctx.tenantId,
        name: input.name,
        template: input.template,
        numberId: input.numberId,
        createdBy: ctx.actor.label,
        ...(await audienceColumns(ctx, input.audience)),
        ...optionColumns(input),
      })
      .returning();
    if (row === undefined) throw new Error('the new campaign was not returned');
    await audit(ctx, {
      action: 'campaign.create',
      target: { type: 'campaign', id: row.id },
      after: { name: row.name },
    });
    return completeCampaign(ctx, row);
  });
}
