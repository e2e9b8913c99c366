import { eq } from 'drizzle-orm';
import type { LaunchNotice } from '@sms-crm/contracts/campaigns';
import { failingAfter } from '@sms-crm/contracts/links';
import { linkDomains } from '@sms-crm/db/tables/links';
import type { CampaignRow } from '../campaigns/campaign-row.ts';
import type { TxContext } from '../context/context.ts';
import { destinationProblem } from './destination.ts';
import { readLinkFacts } from './facts.ts';
import { hasPersonalLink, writtenLinks } from './written-links.ts';

/** Links that must not be sent. */
export async function linkBlockers(ctx: TxContext, row: CampaignRow): Promise<LaunchNotice[]> {
  const { destinations } = await readLinkFacts(ctx);
  const unsafe = writtenLinks(row.template).flatMap(({ url }): LaunchNotice[] => {
    const problem = destinationProblem(url, destinations);
    return problem === null ? [] : [{ code: 'unsafe_link', ...problem }];
  });
  if (row.linkCodes === 'recipient' || !hasPersonalLink(row.template)) return unsafe;
  return [
    ...unsafe,
    {
      code: 'personal_link',
      detail: 'A link holds a merge field, and all recipients are to share its code.',
      fix: 'Choose a code for each recipient, or take the merge field out of the link.',
    },
  ];
}

/** What a careful person would look at before links go out. */
export async function linkWarnings(ctx: TxContext, row: CampaignRow): Promise<LaunchNotice[]> {
  if (writtenLinks(row.template).length === 0) return [];
  const [domain] = await ctx.tx.db.select().from(linkDomains).where(eq(linkDomains.isDefault, true));
  if (domain === undefined || domain.failures < failingAfter) return [];
  return [
    {
      code: 'link_domain_failing',
      detail:
        `${domain.host}, where the links of this campaign live, does not answer as it should. ${domain.problem ?? ''}`.trim(),
      fix: 'Mend it, or choose another domain for new links under Settings, Links.',
    },
  ];
}
