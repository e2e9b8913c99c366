import { and, eq, inArray, isNull } from 'drizzle-orm';
import { shortLinks } from '@sms-crm/db/tables/messages';
import type { CampaignRow } from '../campaigns/campaign-row.ts';
import type { LinkTools } from '../campaigns/render-message.ts';
import type { TxContext } from '../context/context.ts';
import { newCode, sampleCode } from './code.ts';
import { destinationProblem } from './destination.ts';
import { readLinkFacts, type LinkFacts } from './facts.ts';
import { withUtm } from './utm.ts';

/** What all texts of a batch share about their links. */
export type LinkScene = LinkTools & {
  domainId: string | null;
  /** When links made now end, ISO 8601; null: never. */
  expiresAt: string | null;
  /** One code a link for all recipients, made at the launch. */
  shared: boolean;
};

/** Addresses a batch remembers the judgement of; a link without merge fields has one for all its recipients. */
const remembered = 100;

const dayMs = 24 * 3_600_000;

type Options = Pick<CampaignRow, 'name' | 'addUtm' | 'linkDays' | 'linkCodes'>;

/** @param linkIds the campaign's links by their position */
export async function readLinkScene(
  ctx: TxContext,
  campaign: CampaignRow | undefined,
  linkIds: readonly string[],
): Promise<LinkScene> {
  // A text without links asks nothing of its tenant.
  if (campaign === undefined || linkIds.length === 0) return noLinks;
  const facts = await readLinkFacts(ctx);
  const shared = campaign.linkCodes === 'campaign' ? await readShared(ctx, linkIds) : null;
  return {
    origin: facts.origin,
    domainId: facts.domainId,
    expiresAt: expiryOf(ctx, facts, campaign),
    shared: shared !== null,
    codeOf: shared === null ? newCode : (position) => shared.get(linkIds[position] ?? '') ?? '',
    destinationOf: destinationsOf(facts, campaign),
  };
}

const noLinks: LinkScene = {
  origin: '',
  domainId: null,
  expiresAt: null,
  shared: false,
  codeOf: newCode,
  destinationOf: () => null,
};

/** The links of a preview: as long as real ones, and leading nowhere. */
export async function readSampleLinks(ctx: TxContext, campaign: Options): Promise<LinkTools> {
  const facts = await readLinkFacts(ctx);
  return { origin: facts.origin, codeOf: () => sampleCode, destinationOf: destinationsOf(facts, campaign) };
}

/** When links of a campaign that are made now end, ISO 8601. */
export function expiryOf(
  ctx: TxContext,
  facts: Pick<LinkFacts, 'expireDays'>,
  campaign: Pick<Options, 'linkDays'>,
): string | null {
  const days = campaign.linkDays ?? facts.expireDays;
  return days === null ? null : new Date(ctx.services.clock.now().getTime() + days * dayMs).toISOString();
}

/** Says where a link leads in the end; null when nobody may be sent there. */
export function destinationsOf(
  facts: LinkFacts,
  campaign: Pick<Options, 'name' | 'addUtm'>,
): LinkTools['destinationOf'] {
  const addUtm = campaign.addUtm ?? facts.addUtm;
  const known = new Map<string, string | null>();
  return (written) => {
    const before = known.get(written);
    if (before !== undefined) return before;
    const safe = destinationProblem(written, facts.destinations) === null;
    const url = !safe ? null : addUtm ? withUtm(written, campaign.name) : written;
    if (known.size < remembered) known.set(written, url);
    return url;
  };
}

async function readShared(ctx: TxContext, linkIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await ctx.tx.db
    .select({ linkId: shortLinks.campaignLinkId, code: shortLinks.code })
    .from(shortLinks)
    .where(
      and(
        eq(shortLinks.tenantId, ctx.tenantId),
        inArray(shortLinks.campaignLinkId, [...linkIds]),
        isNull(shortLinks.messageId),
      ),
    );
  return new Map(rows.map(({ linkId, code }) => [linkId, code]));
}
