import { randomUUID } from 'node:crypto';
import { shortLinks } from '@sms-crm/db/tables/messages';
import type { CampaignRow } from '../campaigns/campaign-row.ts';
import type { LinkTools, RenderedMessage } from '../campaigns/render-message.ts';
import type { TxContext } from '../context/context.ts';
import { newCode } from './code.ts';
import { readLinkFacts } from './facts.ts';
import { destinationsOf, expiryOf } from './scene.ts';

/** Short links of a test text: they work as those of the campaign will, and taps on them are nobody's. */
export type TestLinks = LinkTools & {
  /** Makes them; all phones of one test share them. */
  write: (messageId: string, links: RenderedMessage['links']) => Promise<void>;
};

export async function readTestLinks(ctx: TxContext, campaign: CampaignRow): Promise<TestLinks> {
  const facts = await readLinkFacts(ctx);
  const expiresAt = expiryOf(ctx, facts, campaign);
  return {
    origin: facts.origin,
    codeOf: newCode,
    destinationOf: destinationsOf(facts, campaign),
    async write(messageId, links) {
      if (links.length === 0) return;
      await ctx.tx.db.insert(shortLinks).values(
        links.map(({ code, url }) => ({
          tenantId: ctx.tenantId,
          code,
          campaignId: campaign.id,
          // The campaign's own links are made at its launch.
          campaignLinkId: randomUUID(),
          messageId,
          url,
          domainId: facts.domainId,
          expiresAt: expiresAt === null ? null : new Date(expiresAt),
        })),
      );
    },
  };
}
