import { and, asc, gte, isNotNull } from 'drizzle-orm';
import { failingAfter } from '@sms-crm/contracts/links';
import type { Trouble } from '@sms-crm/contracts/session';
import { carrierAccounts } from '@sms-crm/db/tables/campaigns';
import { linkDomains } from '@sms-crm/db/tables/links';
import { stoppedAccount } from '../carrier-accounts/stopped.ts';
import type { TxContext } from '../context/context.ts';

/** What keeps texts or links of the tenant from working now, until a person mends it. */
export async function readTroubles(ctx: TxContext): Promise<Trouble[]> {
  const accounts = await ctx.tx.db
    .select()
    .from(carrierAccounts)
    .where(isNotNull(carrierAccounts.stoppedAt))
    .orderBy(asc(carrierAccounts.id));
  const domains = await ctx.tx.db
    .select()
    .from(linkDomains)
    .where(and(isNotNull(linkDomains.verifiedAt), gte(linkDomains.failures, failingAfter)))
    .orderBy(asc(linkDomains.id));
  return [
    ...accounts.flatMap((account): Trouble[] => {
      const stopped = stoppedAccount(account);
      return stopped === null ? [] : [{ code: 'account_stopped', detail: stopped.words, fix: stopped.fix }];
    }),
    ...domains.map(({ host, problem }): Trouble => ({
      code: 'link_domain_failing',
      detail: `Whoever taps a short link on ${host} sees an error. ${problem ?? ''}`.trim(),
      fix: 'Mend the domain, or choose another one for new links, under Settings › Links.',
    })),
  ];
}
