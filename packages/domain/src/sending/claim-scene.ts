import { and, eq, sql } from 'drizzle-orm';
import type { MessageKind } from '@sms-crm/contracts/gates';
import { campaignLinks, campaigns, carrierAccounts } from '@sms-crm/db/tables/campaigns';
import { messages } from '@sms-crm/db/tables/messages';
import { carrierRegistrations } from '@sms-crm/db/tables/sending';
import { parseTemplate, type ParsedTemplate } from '../campaigns/template.ts';
import { bucketsOf, type Bucket } from '../capacity/buckets.ts';
import { reachesPeople } from '../carrier-accounts/account-row.ts';
import type { TxContext } from '../context/context.ts';
import type { GateFacts } from '../gates/gate.ts';
import { findKill } from '../kill-switch/find-kill.ts';
import { chooseNumber, type NumberRow } from '../numbers/find.ts';
import { isOneOfSeveral } from '../numbers/remember.ts';
import type { PriceList } from '../pricing/price-list.ts';
import { readPrices } from '../pricing/read-prices.ts';
import { tenantSettings, type TenantSettings } from '../tenants/settings.ts';
import type { BatchRow } from './batch-row.ts';

type CampaignRow = typeof campaigns.$inferSelect;

/** What all messages of a batch share. */
export type Scene = {
  facts: Pick<GateFacts, 'killed' | 'campaignStatus' | 'campaignEnded'>;
  tenant: TenantSettings;
  campaign: CampaignRow | undefined;
  template: ParsedTemplate;
  /** The sending number with the rates its texts meet; undefined when there is none any more. */
  sender: Sender | undefined;
  linkIds: string[];
  prices: PriceList;
  /** What is simulated never counts where people were meant. */
  simulated: boolean;
};

export type Sender = {
  number: NumberRow;
  account: typeof carrierAccounts.$inferSelect;
  buckets: Bucket[];
  /** Why nothing may go from this number now. */
  halted: 'number_stopped' | 'account_stopped' | null;
  /** Reaches people; false for the simulator's account. */
  live: boolean;
  /** Whether the tenant has other numbers that reach the same kind of recipient, so that contacts must be remembered with theirs. */
  oneOfSeveral: boolean;
};

/** Reads what all messages of a batch share. */
export async function readScene(ctx: TxContext, batch: BatchRow): Promise<Scene> {
  const tenant = await tenantSettings(ctx);
  const campaign = await readCampaign(ctx, batch);
  const sender = await readSender(ctx, batch, campaign, tenant);
  const kill = await findKill(ctx, { campaignId: batch.campaignId, numberId: sender?.number.id });
  const now = ctx.services.clock.now();
  return {
    facts: {
      killed: kill !== null,
      campaignStatus: campaign?.status ?? null,
      campaignEnded: campaign?.endsAt !== undefined && campaign.endsAt !== null && campaign.endsAt <= now,
    },
    tenant,
    campaign,
    template: parseTemplate(campaign?.template ?? ''),
    sender,
    linkIds: campaign === undefined ? [] : await linkIdsOf(ctx, campaign),
    prices: await readPrices(ctx),
    simulated: !(sender?.live ?? false),
  };
}

async function readCampaign(ctx: TxContext, batch: BatchRow): Promise<CampaignRow | undefined> {
  if (batch.campaignId === null) return undefined;
  const [row] = await ctx.tx.db.select().from(campaigns).where(eq(campaigns.id, batch.campaignId));
  return row;
}

async function linkIdsOf(ctx: TxContext, campaign: CampaignRow): Promise<string[]> {
  const links = await ctx.tx.db
    .select({ id: campaignLinks.id })
    .from(campaignLinks)
    .where(eq(campaignLinks.campaignId, campaign.id))
    .orderBy(campaignLinks.position);
  return links.map((link) => link.id);
}

async function readSender(
  ctx: TxContext,
  batch: BatchRow,
  campaign: CampaignRow | undefined,
  tenant: TenantSettings,
): Promise<Sender | undefined> {
  const chosen = batch.numberId ?? campaign?.numberId ?? (await numberOfSingle(ctx, batch));
  const number = await chooseNumber(ctx, chosen);
  if (number === undefined) return undefined;
  const [account] = await ctx.tx.db
    .select({
      row: carrierAccounts,
      registration: carrierRegistrations,
      oneOfSeveral: isOneOfSeveral(sql`${number.id}::uuid`, sql`${carrierAccounts}`),
    })
    .from(carrierAccounts)
    .leftJoin(
      carrierRegistrations,
      and(
        eq(carrierRegistrations.tenantId, carrierAccounts.tenantId),
        number.registrationId === null
          ? eq(carrierRegistrations.id, ctx.tenantId)
          : eq(carrierRegistrations.id, number.registrationId),
      ),
    )
    .where(eq(carrierAccounts.id, number.carrierAccountId));
  if (account === undefined) return undefined;
  const buckets = bucketsOf({
    numberId: number.id,
    numberParts: number.rateParts,
    registrationId: number.registrationId,
    registrationParts: account.registration?.rateParts ?? null,
    accountId: account.row.id,
    accountParts: account.row.rateParts,
    tenantId: ctx.tenantId,
    tenantParts: tenant.rateParts,
  });
  const halted =
    account.row.stoppedAt !== null ? 'account_stopped' : number.stoppedAt !== null ? 'number_stopped' : null;
  return {
    number,
    account: account.row,
    buckets,
    halted,
    live: reachesPeople(account.row),
    oneOfSeveral: account.oneOfSeveral,
  };
}

/** The number a message of no campaign was written for. */
async function numberOfSingle(ctx: TxContext, batch: BatchRow): Promise<string | null> {
  if (batch.campaignId !== null) return null;
  const [row] = await ctx.tx.db
    .select({ numberId: messages.numberId })
    .from(messages)
    .where(eq(messages.id, batch.firstId));
  return row?.numberId ?? null;
}

/** A batch holds messages of one kind: its campaign's, or that of its single text. */
export function kindOf(scene: Scene, fallback: MessageKind): MessageKind {
  return scene.campaign?.kind ?? fallback;
}
