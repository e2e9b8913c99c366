import { sql, type SQL } from 'drizzle-orm';
import type { ListedText } from '../context/ports.ts';
import type { TxContext } from '../context/context.ts';
import type { MessageRow } from './batch-row.ts';

/**
 * Chooses which of the carrier's texts is this message's, all of which look like it: one whose id belongs to no other message. Where a
 * recipient has several equal texts of unknown outcome, each takes one, the oldest first. To be asked with the lock of the recipient's
 * outcomes, in the transaction that writes the id.
 *
 * @returns `none` when no other is left; `several` when more are left than we may have sent, or an equal text still waits for its own answer
 */
export async function chooseListed(
  ctx: TxContext,
  row: MessageRow,
  listed: readonly ListedText[],
): Promise<ListedText | 'none' | 'several'> {
  const free = await withoutTaken(ctx, listed, row.id);
  const [oldest] = free.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  if (oldest === undefined) return 'none';
  const equal = await countEqual(ctx, row);
  return equal.sending > 0 || free.length > equal.unknown ? 'several' : oldest;
}

/**
 * Locks the messages that a listing cannot tell from this one, so that no callback gives one of them its text while another chooses it.
 * They are locked in the order in which callbacks lock them.
 */
export async function lockEqual(ctx: TxContext, row: MessageRow): Promise<void> {
  await ctx.tx.db.execute(
    sql`select m.id from messages m where ${equalTo(ctx, row)} order by m.id for no key update`,
  );
}

/** Listed texts whose id belongs to no other message. */
async function withoutTaken(
  ctx: TxContext,
  listed: readonly ListedText[],
  messageId: string,
): Promise<ListedText[]> {
  if (listed.length === 0) return [];
  const { rows } = await ctx.tx.db.execute<{ sid: string }>(sql`
    select e.carrier_message_id as sid from message_events e
    where e.tenant_id = ${ctx.tenantId} and e.type = 'handed-over' and e.message_id <> ${messageId}
      and e.carrier_message_id = any (${sql.param(listed.map((text) => text.carrierMessageId))}::text[])`);
  const taken = new Set(rows.map(({ sid }) => sid));
  return listed.filter((text) => !taken.has(text.carrierMessageId));
}

/** Texts of ours without an outcome that a listing cannot tell from this one, itself among them. */
async function countEqual(ctx: TxContext, row: MessageRow): Promise<{ unknown: number; sending: number }> {
  const { rows } = await ctx.tx.db.execute<{ unknown: number; sending: number }>(sql`
    select count(*) filter (where m.status = 'unknown')::int as unknown, count(*) filter (where m.status = 'sending')::int as sending
    from messages m where ${equalTo(ctx, row)}`);
  return rows[0] ?? { unknown: 1, sending: 0 };
}

/**
 * They are found through the contact whose phone it is, and through the batches of single texts under way, each of which begins with its
 * one text: a stranger may have become a contact since, or the other way round.
 */
function equalTo(ctx: TxContext, { contactId, phone, numberPhone, body }: MessageRow): SQL {
  return sql`m.tenant_id = ${ctx.tenantId} and m.id in (
      select own.id from messages own where own.tenant_id = ${ctx.tenantId} and own.contact_id in (
        select ${contactId}::uuid union all select c.id from contacts c where c.tenant_id = ${ctx.tenantId} and c.phone = ${phone})
      union
      select b.first_id from message_batches b where b.tenant_id = ${ctx.tenantId} and b.campaign_id is null and b.state <> 'done')
    and m.status in ('unknown', 'sending')
    and m.direction = 'outbound' and m.phone = ${phone} and m.number_phone = ${numberPhone} and m.body = ${body}`;
}
