import { eq } from 'drizzle-orm';
import type { LaunchNotice } from '@sms-crm/contracts/campaigns';
import { carrierAccounts, sendingNumbers } from '@sms-crm/db/tables/campaigns';
import type { TxContext } from '../context/context.ts';

/** Whether the account of a campaign's number keeps it from starting. */
export async function accountBlockers(ctx: TxContext, numberId: string | null): Promise<LaunchNotice[]> {
  if (numberId === null) return [];
  const [account] = await ctx.tx.db
    .select({ name: carrierAccounts.name, inSetup: carrierAccounts.inSetup })
    .from(carrierAccounts)
    .innerJoin(sendingNumbers, eq(sendingNumbers.carrierAccountId, carrierAccounts.id))
    .where(eq(sendingNumbers.id, numberId));
  if (account?.inSetup !== true) return [];
  return [
    {
      code: 'account_not_live',
      detail: `The carrier account “${account.name}” of its number is not live yet.`,
      fix: 'Finish the checklist under Settings › Carrier and go live, or choose another number.',
    },
  ];
}
