import { sql } from 'drizzle-orm';
import { liveTopic } from '@sms-crm/contracts/live';
import type { ReviewDecision } from '@sms-crm/contracts/opt-outs';
import { signal, type TxContext } from '../context/context.ts';
import type { RecipientWish } from '../opt-outs/obey-wishes.ts';
import { isSimulated, wishColumns } from '../opt-outs/wish-columns.ts';
import { liftHolds } from './lift-holds.ts';

/**
 * Closes the open reviews of people who have said by a STOP or START what they meant. A simulated one closes no review of a
 * person, and a START none with a doubtful text that came in after it.
 *
 * @param wishes each phone at most once
 */
export async function closeReviews(
  ctx: TxContext,
  wishes: readonly RecipientWish[],
  decision: ReviewDecision,
): Promise<void> {
  if (wishes.length === 0) return;
  const now = sql`${ctx.services.clock.now().toISOString()}::timestamptz`;
  const { rows } = await ctx.tx.db.execute<{ phone: string; simulated: boolean }>(sql`
    with own as (
      select r.id from opt_out_reviews r join ${wishColumns(wishes)} on w.phone = r.phone
      where r.tenant_id = ${ctx.tenantId} and r.decided_at is null and r.opened_at <= w.at
        and (${decision} = 'opt-out' or r.message_id < w.message_id) and (r.simulated or not ${isSimulated(ctx)})
      order by r.id for no key update of r
    )
    update opt_out_reviews r set decision = ${decision}, decided_at = ${now}, decided_by = 'the recipient'
    from own where r.tenant_id = ${ctx.tenantId} and r.id = own.id
    returning r.phone, r.simulated`);
  if (rows.length === 0) return;
  await liftHolds(ctx, rows);
  signal(ctx, liveTopic.optOutReviews());
}
