import { carrierErrorWords } from '@sms-crm/contracts/carrier-errors';
import type { SendingNumber } from '@sms-crm/contracts/numbers';
import type { carrierAccounts } from '@sms-crm/db/tables/campaigns';

type Account = Pick<typeof carrierAccounts.$inferSelect, 'name' | 'stoppedAt' | 'stoppedCode'>;

/** Why nothing goes from the numbers of an account, and the way back; null while it sends. */
export function stoppedAccount({ name, stoppedAt, stoppedCode }: Account): SendingNumber['accountStopped'] {
  if (stoppedAt === null) return null;
  const error = stoppedCode === null ? null : carrierErrorWords(stoppedCode);
  const why = error === null ? '' : ` ${error.words} (error ${stoppedCode}).`;
  return {
    at: stoppedAt.toISOString(),
    words: `Nothing is sent from the carrier account “${name}”.${why} What waits stays in line.`,
    fix: `${error?.action ?? 'Mend the cause in the carrier’s console.'} Then resume the account under Settings › Carrier.`,
  };
}
