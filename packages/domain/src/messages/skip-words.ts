import { sql } from 'drizzle-orm';
import { skipReasonWords, type SkipReason } from '@sms-crm/contracts/reasons';
import type { TxContext } from '../context/context.ts';
import { isListedByPlatform } from '../do-not-contact/platform-list.ts';
import { isOnOwnList } from '../gates/do-not-contact.ts';

/** Why a recipient was skipped, in words; says when it is the platform's list that they stand on, and not the tenant's. */
export async function skipWords(ctx: TxContext, reason: SkipReason, phone: string): Promise<string> {
  if (reason !== 'do_not_contact' || !(await isListedByPlatform(ctx, phone))) return skipReasonWords[reason];
  const { rows } = await ctx.tx.db.execute<{ own: boolean }>(
    sql`select ${isOnOwnList(sql`${phone}`)} as own`,
  );
  return rows[0]?.own === true ? skipReasonWords[reason] : platformWords;
}

const platformWords =
  'On the platform’s do-not-contact list, which holds for every organisation of this installation';
