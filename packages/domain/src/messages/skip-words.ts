import { sql } from 'drizzle-orm';
import { skipReasonWords, type SkipReason } from '@sms-crm/contracts/reasons';
import type { TxContext } from '../context/context.ts';
import { isListedByPlatform } from '../do-not-contact/platform-list.ts';
import { isOnOwnList } from '../gates/do-not-contact.ts';

/** Why a recipient was skipped, in words; says when a review holds them, or the platform's list and not the tenant's. */
export async function skipWords(ctx: TxContext, reason: SkipReason, phone: string): Promise<string> {
  if (reason !== 'do_not_contact') return skipReasonWords[reason];
  const on = (kind: string) => isOnOwnList(sql`${phone}`, { kind: sql`${kind}::text`, simulated: true });
  const { rows } = await ctx.tx.db.execute<{ wholly: boolean; held: boolean }>(
    sql`select ${on('reply')} as wholly, ${on('campaign-marketing')} as held`,
  );
  if (rows[0]?.wholly === true) return skipReasonWords[reason];
  if (await isListedByPlatform(ctx, phone)) return platformWords;
  return rows[0]?.held === true ? heldWords : skipReasonWords[reason];
}

const platformWords =
  'On the platform’s do-not-contact list, which holds for every organisation of this installation';

const heldWords = 'Held: a reply of theirs may be an opt-out and waits for its review';
