import { sql } from 'drizzle-orm';
import { runPrepared } from '@sms-crm/db/prepared';
import type { TxContext } from '../context/context.ts';

/** When a text left, as far as known, ms since 1970. `sentAt`: the carrier's earliest word that it went out or arrived. */
type TextTimes = {
  id: string;
  isTest: boolean;
  claimedAt: number | null;
  handedOverAt: number | null;
  sentAt: number | null;
};

/** Reads when these texts were sent. */
export async function readTextTimes(
  ctx: TxContext,
  messageIds: readonly string[],
): Promise<Map<string, TextTimes>> {
  if (messageIds.length === 0) return new Map();
  const { rows } = await runPrepared<TextTimes>(
    ctx.tx.db,
    sql`
    select m.id, coalesce(m.kind = 'test', false) as "isTest", (extract(epoch from m.claimed_at) * 1000)::float8 as "claimedAt",
      (extract(epoch from m.handed_over_at) * 1000)::float8 as "handedOverAt", (extract(epoch from e.at) * 1000)::float8 as "sentAt"
    from unnest(${sql.param(messageIds)}::uuid[]) as asked (id)
    join messages m on m.tenant_id = ${ctx.tenantId}::uuid and m.id = asked.id
    left join lateral (
      select min(e.at) as at from message_events e
      where e.tenant_id = m.tenant_id and e.message_id = m.id and e.attempt = m.attempt and e.type in ('sent', 'delivered')
    ) e on true`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * How old the text was at this moment, ms. It counts from the carrier's word that it went out; from the hand-over while that word is
 * not here; and from the claim while the hand-over is not either. What was not known at the moment itself is left out: reports come
 * late, and a late one must not make a machine of somebody who had the text in hand.
 */
export function ageAt(at: number, times: TextTimes | undefined): number | null {
  const known = [times?.sentAt, times?.handedOverAt].find(
    (moment) => typeof moment === 'number' && moment <= at,
  );
  const since = known ?? times?.claimedAt;
  return since === undefined || since === null ? null : Math.round(at - since);
}
