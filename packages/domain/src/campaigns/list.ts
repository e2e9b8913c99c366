import { and, desc, eq, gte, lt } from 'drizzle-orm';
import type { z } from 'zod';
import type { Campaign, listCampaignsQuery } from '@sms-crm/contracts/campaigns';
import type { Page } from '@sms-crm/contracts/paging';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { decodeCursor, toPage } from '../context/cursor.ts';
import { completeCampaign, completeCampaigns, findCampaign } from './campaign-row.ts';

/** Campaigns, newest first; `q` is the beginning of a name. */
export async function listCampaigns(
  ctx: Context,
  query: z.infer<typeof listCampaignsQuery>,
): Promise<Page<Campaign>> {
  requirePermission(ctx, 'campaigns:read');
  const cursor = decodeCursor(query.cursor, 1);
  const prefix = query.q?.toLowerCase() ?? '';
  return withTransaction(ctx, async (ctx) => {
    const rows = await ctx.tx.db
      .select()
      .from(campaigns)
      .where(
        and(
          cursor === undefined ? undefined : lt(campaigns.id, cursor[0] ?? ''),
          query.status === undefined ? undefined : eq(campaigns.status, query.status),
          prefix === '' ? undefined : gte(campaigns.nameLower, prefix),
          prefix === '' ? undefined : lt(campaigns.nameLower, `${prefix}\u{10FFFF}`),
        ),
      )
      .orderBy(desc(campaigns.id))
      .limit(query.limit + 1);
    const items = await completeCampaigns(ctx, rows);
    return toPage(items, query.limit, { item: (item) => item, cursor: (item) => [item.id] });
  });
}

/** One campaign with its totals. */
export async function getCampaign(ctx: Context, input: { id: string }): Promise<Campaign> {
  requirePermission(ctx, 'campaigns:read');
  return withTransaction(ctx, async (ctx) => completeCampaign(ctx, await findCampaign(ctx, input.id)));
}
