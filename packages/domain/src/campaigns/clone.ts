import type { Campaign } from '@sms-crm/contracts/campaigns';
import { maxNameChars } from '@sms-crm/contracts/campaigns';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { chooseNumber } from '../numbers/find.ts';
import { audienceColumns, audienceOf } from './audience.ts';
import { completeCampaign, findCampaign, optionColumns, type CampaignRow } from './campaign-row.ts';

const suffix = ' (copy)';

/**
 * Makes a draft like a campaign of any state: its text, audience and options; not its times, and not what somebody took on himself for
 * the text.
 *
 * @throws DomainError `wrong_state` when the segment it went to is deleted
 */
export async function cloneCampaign(ctx: Context, input: { id: string }): Promise<Campaign> {
  requirePermission(ctx, 'campaigns:write');
  return withTransaction(ctx, async (ctx) => {
    const from = await findCampaign(ctx, input.id);
    const [row] = await ctx.tx.db
      .insert(campaigns)
      .values({
        tenantId: ctx.tenantId,
        name: from.name.slice(0, maxNameChars - suffix.length) + suffix,
        template: from.template,
        numberId: (await chooseNumber(ctx, from.numberId)) === undefined ? null : from.numberId,
        createdBy: ctx.actor.label,
        ...(await audienceAgain(ctx, from)),
        ...optionColumns({ ...from, endsAt: null }),
      })
      .returning();
    if (row === undefined) throw new Error('the new campaign was not returned');
    await audit(ctx, {
      action: 'campaign.clone',
      target: { type: 'campaign', id: row.id },
      after: { name: row.name, copyOf: from.id },
    });
    return completeCampaign(ctx, row);
  });
}

/** Everyone instead of a segment that is gone would be more than was meant. */
async function audienceAgain(ctx: TxContext, from: CampaignRow): ReturnType<typeof audienceColumns> {
  try {
    return await audienceColumns(ctx, audienceOf(from));
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'not_found') throw error;
    throw new DomainError('wrong_state', {
      detail: 'The segment this campaign went to is deleted. Make a new campaign and choose its audience.',
    });
  }
}
