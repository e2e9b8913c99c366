import { eq, sql } from 'drizzle-orm';
import type { CampaignStatus } from '@sms-crm/contracts/campaigns';
import { killSwitches } from '@sms-crm/db/tables/access';
import { campaignLinks, campaigns } from '@sms-crm/db/tables/campaigns';
import { parseTemplate, type ParsedTemplate } from '../campaigns/template.ts';
import type { TxContext } from '../context/context.ts';
import type { GateFacts } from '../gates/gate.ts';
import { chooseNumber, type NumberRow } from '../numbers/find.ts';
import type { BatchRow } from './batch-row.ts';

/** What all messages of a batch share. */
export type Scene = {
  facts: Pick<GateFacts, 'tenantKilled' | 'campaignKilled' | 'campaignStatus'>;
  template: ParsedTemplate;
  number: NumberRow | undefined;
  linkIds: string[];
  /** Nothing of the batch is requested at or after this moment. */
  sendBefore: Date | null;
};

/** Reads what all messages of a batch share. */
export async function readScene(ctx: TxContext, batch: BatchRow): Promise<Scene> {
  const switches = await ctx.tx.db.select({ id: killSwitches.id }).from(killSwitches);
  const killed = new Set(switches.map(({ id }) => id));
  const campaign = batch.campaignId === null ? undefined : await readCampaign(ctx, batch.campaignId);
  return {
    facts: {
      tenantKilled: killed.has(ctx.tenantId),
      campaignKilled: batch.campaignId !== null && killed.has(batch.campaignId),
      campaignStatus: campaign?.status ?? null,
    },
    template: parseTemplate(campaign?.template ?? ''),
    number: await chooseNumber(ctx, campaign?.numberId ?? (await numberOfSingle(ctx, batch))),
    linkIds: campaign?.linkIds ?? [],
    sendBefore: batch.sendBefore,
  };
}

async function readCampaign(
  ctx: TxContext,
  id: string,
): Promise<
  { status: CampaignStatus; template: string; numberId: string | null; linkIds: string[] } | undefined
> {
  const [row] = await ctx.tx.db.select().from(campaigns).where(eq(campaigns.id, id));
  if (row === undefined) return undefined;
  const links = await ctx.tx.db
    .select({ id: campaignLinks.id })
    .from(campaignLinks)
    .where(eq(campaignLinks.campaignId, id))
    .orderBy(campaignLinks.position);
  return {
    status: row.status,
    template: row.template,
    numberId: row.numberId,
    linkIds: links.map((link) => link.id),
  };
}

/** The number a message of no campaign was written for. */
async function numberOfSingle(ctx: TxContext, batch: BatchRow): Promise<string | null> {
  if (batch.campaignId !== null) return null;
  const { rows } = await ctx.tx.db.execute<{ number_id: string | null }>(
    sql`select number_id from messages where id = ${batch.firstId}::uuid`,
  );
  return rows[0]?.number_id ?? null;
}
