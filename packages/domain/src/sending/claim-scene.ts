import { and, eq, sql } from 'drizzle-orm';
import type { MessageKind } from '@sms-crm/contracts/gates';
import { campaigns, carrierAccounts, sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { messages } from '@sms-crm/db/tables/messages';
import { carrierRegistrations } from '@sms-crm/db/tables/sending';
import { parseTemplate, type ParsedTemplate } from '../campaigns/template.ts';
import { bucketsOf, type Bucket } from '../capacity/buckets.ts';
import { reachesPeople } from '../carrier-accounts/account-row.ts';
import type { TxContext } from '../context/context.ts';
import type { GateFacts } from '../gates/gate.ts';
import { readLinkScene, type LinkScene } from '../links/scene.ts';
import { findKill } from '../kill-switch/find-kill.ts';
import type { NumberRow } from '../numbers/find.ts';
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
  links: LinkScene;
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
  const { campaign, linkIds } = await readCampaign(ctx, batch);
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
    linkIds,
    links: await readLinkScene(ctx, campaign, linkIds),
    prices: await readPrices(ctx),
    simulated: !(sender?.live ?? false),
  };
}

/** The batch's campaign with its links in their order. */
async function readCampaign(
  ctx: TxContext,
  batch: BatchRow,
): Promise<{ campaign: CampaignRow | undefined; linkIds: string[] }> {
  if (batch.campaignId === null) return { campaign: undefined, linkIds: [] };
  const [found] = await ctx.tx.db
    .select({
      campaign: campaigns,
      // Drizzle leaves the table's name off where a query has one table, and the column would be the link's own.
      linkIds: sql<
        string[]
      >`array(select l.id from campaign_links l where l.campaign_id = campaigns.id order by l.position)`,
    })
    .from(campaigns)
    .where(eq(campaigns.id, batch.campaignId))
    .prepare('claim_campaign')
    .execute();
  return found ?? { campaign: undefined, linkIds: [] };
}

async function readSender(
  ctx: TxContext,
  batch: BatchRow,
  campaign: CampaignRow | undefined,
  tenant: TenantSettings,
): Promise<Sender | undefined> {
  const chosen = batch.numberId ?? campaign?.numberId ?? (await numberOfSingle(ctx, batch));
  const [found] = await ctx.tx.db
    .select({
      number: sendingNumbers,
      account: carrierAccounts,
      registration: carrierRegistrations,
      oneOfSeveral: isOneOfSeveral(sql`${sendingNumbers.id}`, sql`${carrierAccounts}`),
    })
    .from(sendingNumbers)
    .innerJoin(
      carrierAccounts,
      and(
        eq(carrierAccounts.tenantId, sendingNumbers.tenantId),
        eq(carrierAccounts.id, sendingNumbers.carrierAccountId),
      ),
    )
    .leftJoin(
      carrierRegistrations,
      and(
        eq(carrierRegistrations.tenantId, sendingNumbers.tenantId),
        eq(carrierRegistrations.id, sendingNumbers.registrationId),
      ),
    )
    .where(chosen === null ? eq(sendingNumbers.isDefault, true) : eq(sendingNumbers.id, chosen))
    .prepare(chosen === null ? 'claim_default_number' : 'claim_number')
    .execute();
  if (found === undefined) return undefined;
  const { number, account, registration, oneOfSeveral } = found;
  const buckets = bucketsOf({
    numberId: number.id,
    numberParts: number.rateParts,
    registrationId: number.registrationId,
    registrationParts: registration?.rateParts ?? null,
    accountId: account.id,
    accountParts: account.rateParts,
    tenantId: ctx.tenantId,
    tenantParts: tenant.rateParts,
  });
  const halted =
    account.stoppedAt !== null ? 'account_stopped' : number.stoppedAt !== null ? 'number_stopped' : null;
  return {
    number,
    account,
    buckets,
    halted,
    live: reachesPeople(account),
    oneOfSeveral,
  };
}

/** The number a message of no campaign was written for. */
async function numberOfSingle(ctx: TxContext, batch: BatchRow): Promise<string | null> {
  if (batch.campaignId !== null) return null;
  const [row] = await ctx.tx.db
    .select({ numberId: messages.numberId })
    .from(messages)
    .where(eq(messages.id, batch.firstId))
    .prepare('claim_single')
    .execute();
  return row?.numberId ?? null;
}

/** A batch holds messages of one kind: its campaign's, or that of its single text. */
export function kindOf(scene: Scene, fallback: MessageKind): MessageKind {
  return scene.campaign?.kind ?? fallback;
}
