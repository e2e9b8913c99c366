import { shortLinks } from '@sms-crm/db/tables/messages';
import type { CampaignRow } from '../campaigns/campaign-row.ts';
import type { TxContext } from '../context/context.ts';
import { newCode } from './code.ts';
import { readLinkFacts } from './facts.ts';
import { destinationsOf, expiryOf } from './scene.ts';

/** Makes the codes that all recipients of a campaign share, one for each of its links, as it is launched. */
export async function writeSharedCodes(
  ctx: TxContext,
  campaign: CampaignRow,
  links: readonly { id: string; url: string }[],
): Promise<void> {
  const facts = await readLinkFacts(ctx);
  const destinationOf = destinationsOf(facts, campaign);
  const expiresAt = expiryOf(ctx, facts, campaign);
  const rows = links.flatMap(({ id, url: written }) => {
    const url = destinationOf(written);
    return url === null ? [] : [{ campaignLinkId: id, url }];
  });
  if (rows.length === 0) return;
  await ctx.tx.db.insert(shortLinks).values(
    rows.map((row) => ({
      ...row,
      tenantId: ctx.tenantId,
      code: newCode(),
      campaignId: campaign.id,
      domainId: facts.domainId,
      expiresAt: expiresAt === null ? null : new Date(expiresAt),
    })),
  );
}
