import { sql } from 'drizzle-orm';
import { runPrepared } from '@sms-crm/db/prepared';
import type { messageEvents } from '@sms-crm/db/tables/messages';
import type { TxContext } from '../context/context.ts';

/** Something that happened to a message. */
export type NewMessageEvent = Pick<
  typeof messageEvents.$inferSelect,
  'messageId' | 'attempt' | 'type' | 'carrierMessageId' | 'errorCode' | 'detail' | 'at'
>;

/** Keeps what happened to messages, in its order. */
export async function writeMessageEvents(ctx: TxContext, events: readonly NewMessageEvent[]): Promise<void> {
  if (events.length === 0) return;
  const column = (value: (event: NewMessageEvent) => string | number | null) => sql.param(events.map(value));
  await runPrepared(
    ctx.tx.db,
    sql`
    insert into message_events (tenant_id, message_id, attempt, type, carrier_message_id, error_code, detail, at)
    select ${ctx.tenantId}::uuid, v.* from unnest(
      ${column(({ messageId }) => messageId)}::uuid[],
      ${column(({ attempt }) => attempt)}::integer[],
      ${column(({ type }) => type)}::text[],
      ${column(({ carrierMessageId }) => carrierMessageId)}::text[],
      ${column(({ errorCode }) => errorCode)}::text[],
      ${column(({ detail }) => detail)}::text[],
      ${column(({ at }) => at.toISOString())}::timestamptz[]
    ) as v`,
  );
}
