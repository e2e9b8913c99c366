import { sql } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';
import { countOptOuts } from '../numbers/daily-counts.ts';
import { addCounts } from '../reports/counters.ts';

/**
 * Charges the campaign with an opt-out, if the text answered one: a STOP, START and STOP again in answer to the same text are
 * one opt-out of its campaign.
 */
export async function countOptOut(
  ctx: TxContext,
  inbound: { messageId: string; campaignId: string | null },
): Promise<void> {
  if (inbound.campaignId === null) return;
  const { rowCount } = await ctx.tx.db.execute(sql`
    select from messages own
    join messages other on other.tenant_id = own.tenant_id and other.contact_id = own.contact_id and other.reply_to_id = own.reply_to_id
    join consent_events e on e.tenant_id = other.tenant_id and e.contact_id = other.contact_id and e.message_id = other.id and e.type = 'revoked'
    where own.id = ${inbound.messageId}::uuid and other.id <> own.id limit 1`);
  if (rowCount !== 0) return;
  await countOptOuts(ctx, [inbound.messageId]);
  await addCounts(ctx, [{ campaignId: inbound.campaignId, metric: 'opt-out', value: 1 }]);
}
