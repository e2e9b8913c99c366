import { eq } from 'drizzle-orm';
import type { LaunchNotice } from '@sms-crm/contracts/campaigns';
import { waitReasonWords } from '@sms-crm/contracts/reasons';
import { carrierAccounts, sendingNumbers } from '@sms-crm/db/tables/campaigns';
import type { TxContext } from '../context/context.ts';

/** Whether everybody would wait because the campaign's number or its account is stopped. */
export async function stopWarnings(ctx: TxContext, numberId: string | null): Promise<LaunchNotice[]> {
  if (numberId === null) return [];
  const [found] = await ctx.tx.db
    .select({
      account: carrierAccounts.stoppedAt,
      number: sendingNumbers.stoppedAt,
      code: sendingNumbers.stoppedCode,
    })
    .from(sendingNumbers)
    .innerJoin(carrierAccounts, eq(carrierAccounts.id, sendingNumbers.carrierAccountId))
    .where(eq(sendingNumbers.id, numberId));
  const notices: LaunchNotice[] = [];
  if (found !== undefined && found.account !== null) {
    notices.push({
      code: 'account_stopped',
      detail: `Everybody will wait. ${waitReasonWords.account_stopped}.`,
      fix: 'Mend the cause and check the account again under Settings › Carrier.',
    });
  }
  if (found !== undefined && found.number !== null) {
    notices.push({
      code: 'number_stopped',
      detail: `The number is stopped${found.code === null ? ' by a member' : ` by the carrier (error ${found.code})`}, so what it sends waits.`,
      fix: 'Resume it under Numbers once its cause is mended, or choose another number.',
    });
  }
  return notices;
}
