import { sql } from 'drizzle-orm';
import type { MessageStatus } from '@sms-crm/contracts/message-status';
import { runPrepared } from '@sms-crm/db/prepared';
import type { TxContext } from '../context/context.ts';

/** The carrier's code for a text it filtered as spam. */
export const filteredCode = '30007';

/** What of a message its number's day counts. `budgetDay` is the day it was booked on. */
export type CountedText = {
  numberId: string | null;
  budgetDay: string | null;
  handedOverAt: Date | null;
  parts: number;
  status: MessageStatus;
  errorCode: string | null;
};

/** What changes in the counts of one number on one day. */
export type NumberDelta = {
  numberId: string;
  day: string;
  handedOver: number;
  parts: number;
  delivered: number;
  failed: number;
  filtered: number;
};

/** What a message that became another adds to the day of its number; null when nothing. */
export function numberDelta(before: CountedText, after: CountedText): NumberDelta | null {
  const { numberId, budgetDay } = after;
  if (numberId === null || budgetDay === null) return null;
  const [was, is] = [marksOf(before), marksOf(after)];
  const delta = {
    handedOver: is.handedOver - was.handedOver,
    parts: is.parts - was.parts,
    delivered: is.delivered - was.delivered,
    failed: is.failed - was.failed,
    filtered: is.filtered - was.filtered,
  };
  const changes = Object.values(delta).some((value) => value !== 0);
  return changes ? { numberId, day: budgetDay, ...delta } : null;
}

function marksOf({ handedOverAt, parts, status, errorCode }: CountedText) {
  const handedOver = handedOverAt === null ? 0 : 1;
  const failed = handedOver === 1 && (status === 'failed' || status === 'undelivered') ? 1 : 0;
  return {
    handedOver,
    parts: handedOver * parts,
    delivered: handedOver === 1 && status === 'delivered' ? 1 : 0,
    failed,
    filtered: failed === 1 && errorCode === filteredCode ? 1 : 0,
  };
}

/** Adds to the days of numbers, in the transaction that changes the messages. Call it after `number_usage` and before the counters of campaigns. */
export async function addNumberCounts(
  ctx: TxContext,
  deltas: readonly (NumberDelta | null)[],
): Promise<void> {
  const known = deltas.filter((delta) => delta !== null);
  if (known.length === 0) return;
  const column = <T>(pick: (delta: NumberDelta) => T) => sql.param(known.map((delta) => pick(delta)));
  await runPrepared(
    ctx.tx.db,
    sql`
    insert into number_daily (tenant_id, number_id, day, handed_over, parts, delivered, failed, filtered)
    select ${ctx.tenantId}::uuid, number_id, day, sum(handed_over), sum(parts), sum(delivered), sum(failed), sum(filtered)
    from unnest(${column(({ numberId }) => numberId)}::uuid[], ${column(({ day }) => day)}::date[],
      ${column(({ handedOver }) => handedOver)}::bigint[], ${column(({ parts }) => parts)}::bigint[],
      ${column(({ delivered }) => delivered)}::bigint[], ${column(({ failed }) => failed)}::bigint[],
      ${column(({ filtered }) => filtered)}::bigint[]) as d (number_id, day, handed_over, parts, delivered, failed, filtered)
    group by number_id, day order by number_id, day
    on conflict (tenant_id, number_id, day) do update set
      handed_over = number_daily.handed_over + excluded.handed_over, parts = number_daily.parts + excluded.parts,
      delivered = number_daily.delivered + excluded.delivered, failed = number_daily.failed + excluded.failed,
      filtered = number_daily.filtered + excluded.filtered`,
  );
}

/** Counts opt-outs for the numbers and days of the texts that these inbound messages answer; place in the order of locks as above. */
export async function countOptOuts(ctx: TxContext, inboundIds: readonly string[]): Promise<void> {
  if (inboundIds.length === 0) return;
  await ctx.tx.db.execute(sql`
    insert into number_daily (tenant_id, number_id, day, opt_outs)
    select ${ctx.tenantId}::uuid, m.number_id, m.budget_day, count(*)
    from messages i join messages m on m.tenant_id = i.tenant_id and m.id = i.reply_to_id
    where i.tenant_id = ${ctx.tenantId}::uuid and i.id = any (${sql.param([...inboundIds])}::uuid[])
      and m.number_id is not null and m.budget_day is not null
    group by m.number_id, m.budget_day order by m.number_id, m.budget_day
    on conflict (tenant_id, number_id, day) do update set opt_outs = number_daily.opt_outs + excluded.opt_outs`);
}
