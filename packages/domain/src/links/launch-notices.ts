import { eq } from 'drizzle-orm';
import type { LaunchNotice } from '@sms-crm/contracts/campaigns';
import { failingAfter } from '@sms-crm/contracts/links';
import { linkDomains } from '@sms-crm/db/tables/links';
import type { CampaignRow } from '../campaigns/campaign-row.ts';
import { bareLinks } from '../campaigns/template.ts';
import type { TxContext } from '../context/context.ts';
import type { LinkDomainRow } from '../link-domains/view.ts';
import { destinationProblem } from './destination.ts';
import { readLinkFacts } from './facts.ts';
import { hasPersonalLink, writtenLinks } from './written-links.ts';

/** A domain is new to carriers for so long, ms, and takes so many links a day meanwhile (our own figures, like those of a number's warm-up). */
const newFor = 3 * 24 * 3_600_000;
const newLinks = 500;

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

/** What a careful person would look at before links go out to so many. */
export async function linkWarnings(
  ctx: TxContext,
  row: CampaignRow,
  recipients: number,
): Promise<LaunchNotice[]> {
  return [...bareLinks(row.template).map(uncounted), ...(await domainWarnings(ctx, row, recipients))];
}

async function domainWarnings(ctx: TxContext, row: CampaignRow, recipients: number): Promise<LaunchNotice[]> {
  if (writtenLinks(row.template).length === 0) return [];
  const [domain] = await ctx.tx.db.select().from(linkDomains).where(eq(linkDomains.isDefault, true));
  if (domain === undefined) return [];
  const found: LaunchNotice[] = [];
  if (domain.failures >= failingAfter) found.push(failing(domain));
  const age = ctx.services.clock.now().getTime() - (domain.verifiedAt?.getTime() ?? 0);
  if (age < newFor && recipients > newLinks) found.push(tooMany(domain));
  return found;
}

function uncounted(address: string): LaunchNotice {
  return {
    code: 'bare_link',
    detail: `“${address}” is sent as it is written: its taps cannot be counted.`,
    fix: `Write https://${address} to make it a short link.`,
  };
}

function failing({ host, problem }: LinkDomainRow): LaunchNotice {
  return {
    code: 'link_domain_failing',
    detail:
      `${host}, where the links of this campaign live, does not answer as it should. ${problem ?? ''}`.trim(),
    fix: 'Mend it, or choose another domain for new links under Settings, Links.',
  };
}

function tooMany({ host }: LinkDomainRow): LaunchNotice {
  return {
    code: 'new_link_domain',
    detail: `${host} is new to carriers, which filter new domains that come in many texts at once.`,
    fix: `Send to ${newLinks} people a day at most in its first three days.`,
  };
}
