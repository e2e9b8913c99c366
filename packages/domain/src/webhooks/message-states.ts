import { and, eq, inArray, sql } from 'drizzle-orm';
import { messages } from '@sms-crm/db/tables/messages';
import type { TxContext } from '../context/context.ts';
import type { MessageState } from './report-status.ts';

/** Locks outbound messages in id order and reads what reports can change of them. */
export async function lockStates(ctx: TxContext, ids: readonly string[]): Promise<Map<string, MessageState>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.tx.db
    .select({
      id: messages.id,
      campaignId: messages.campaignId,
      contactId: messages.contactId,
      phone: messages.phone,
      kind: messages.kind,
      status: messages.status,
      attempt: messages.attempt,
      retries: messages.retries,
      parts: messages.parts,
      carrierMessageId: messages.carrierMessageId,
      errorCode: messages.errorCode,
      firstErrorCode: messages.firstErrorCode,
      claimedAt: messages.claimedAt,
      handedOverAt: messages.handedOverAt,
      reservedMicros: messages.reservedMicros,
      costMicros: messages.costMicros,
      budgetDay: messages.budgetDay,
      numberId: messages.numberId,
      reason: messages.reason,
    })
    .from(messages)
    .where(
      and(
        eq(messages.tenantId, ctx.tenantId),
        inArray(messages.id, [...new Set(ids)]),
        eq(messages.direction, 'outbound'),
      ),
    )
    .orderBy(messages.id)
    .for('no key update');
  return new Map(rows.map((row) => [row.id, row]));
}

/** Writes what reports changed of locked messages. */
export async function writeStates(ctx: TxContext, changed: readonly MessageState[]): Promise<void> {
  if (changed.length === 0) return;
  const column = (value: (message: MessageState) => string | null) => sql.param(changed.map(value));
  await ctx.tx.db.execute(sql`
    update messages m set
      status = c.status, carrier_message_id = c.carrier_message_id, error_code = c.error_code,
      first_error_code = c.first_error_code, handed_over_at = c.handed_over_at, cost_micros = c.cost_micros, reason = c.reason
    from unnest(
      ${column((message) => message.id)}::uuid[],
      ${column((message) => message.status)}::text[],
      ${column((message) => message.carrierMessageId)}::text[],
      ${column((message) => message.errorCode)}::text[],
      ${column((message) => message.firstErrorCode)}::text[],
      ${column((message) => message.handedOverAt?.toISOString() ?? null)}::timestamptz[],
      ${column((message) => message.costMicros?.toString() ?? null)}::bigint[],
      ${column((message) => message.reason)}::text[]
    ) as c (id, status, carrier_message_id, error_code, first_error_code, handed_over_at, cost_micros, reason)
    where m.tenant_id = ${ctx.tenantId} and m.id = c.id`);
}
