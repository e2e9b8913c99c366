import { sql } from 'drizzle-orm';
import { runPrepared } from '@sms-crm/db/prepared';
import type { TxContext } from '../context/context.ts';
import type { MessageState } from './report-status.ts';

/** Amounts as PostgreSQL's protocol has them. */
type Row = Omit<MessageState, 'reservedMicros' | 'costMicros'> & {
  reservedMicros: string;
  costMicros: string | null;
};

/** Locks outbound messages in id order and reads what reports can change of them. */
export async function lockStates(ctx: TxContext, ids: readonly string[]): Promise<Map<string, MessageState>> {
  if (ids.length === 0) return new Map();
  const { rows } = await runPrepared<Row>(
    ctx.tx.db,
    sql`
    select m.id, m.campaign_id as "campaignId", m.contact_id as "contactId", m.phone, m.kind, m.status, m.attempt, m.retries, m.parts,
      m.carrier_message_id as "carrierMessageId", m.error_code as "errorCode", m.first_error_code as "firstErrorCode",
      m.claimed_at as "claimedAt", m.handed_over_at as "handedOverAt", m.reserved_micros as "reservedMicros",
      m.cost_micros as "costMicros", m.budget_day::text as "budgetDay", m.number_id as "numberId", m.reason
    from messages m
    where m.tenant_id = ${ctx.tenantId}::uuid and m.id = any (${sql.param([...new Set(ids)])}::uuid[]) and m.direction = 'outbound'
    order by m.id for no key update`,
  );
  return new Map(rows.map((row) => [row.id, stateOf(row)]));
}

function stateOf(row: Row): MessageState {
  const { reservedMicros, costMicros } = row;
  return {
    ...row,
    reservedMicros: Number(reservedMicros),
    costMicros: costMicros === null ? null : Number(costMicros),
  };
}

/** Writes what reports changed of locked messages. */
export async function writeStates(ctx: TxContext, changed: readonly MessageState[]): Promise<void> {
  if (changed.length === 0) return;
  const column = (value: (message: MessageState) => string | null) => sql.param(changed.map(value));
  await runPrepared(
    ctx.tx.db,
    sql`
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
    where m.tenant_id = ${ctx.tenantId}::uuid and m.id = c.id`,
  );
}
