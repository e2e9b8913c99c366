import { sql } from 'drizzle-orm';
import { runPrepared } from '@sms-crm/db/prepared';
import type { TxContext } from '../context/context.ts';
import type { Settled } from './settle.ts';

const eventTypes = {
  accepted: 'handed-over',
  refused: 'refused',
  'not-sent': 'not-sent',
  unknown: 'unknown',
  'not-requested': 'not-requested',
} as const;

/** Longest detail kept, characters. */
const maxDetailChars = 500;

/** Writes what became of each request as an event of its message. */
export async function writeEvents(ctx: TxContext, settled: readonly Settled[]): Promise<void> {
  const column = <T>(pick: (one: Settled) => T) => sql.param(settled.map((one) => pick(one)));
  await runPrepared(
    ctx.tx.db,
    sql`
    insert into message_events (tenant_id, message_id, attempt, type, carrier_message_id, error_code, detail, at)
    select ${ctx.tenantId}::uuid, v.*, ${ctx.services.clock.now().toISOString()}::timestamptz
    from unnest(${column(({ message }) => message.id)}::uuid[], ${column(({ message }) => message.attempt)}::int[],
      ${column(({ outcome }) => eventTypes[outcome.type])}::text[],
      ${column(({ outcome }) => (outcome.type === 'accepted' ? outcome.carrierMessageId : null))}::text[],
      ${column(({ outcome }) => (outcome.type === 'refused' ? outcome.errorCode : null))}::text[],
      ${column(detailOf)}::text[]) as v`,
  );
}

function detailOf({ outcome }: Settled): string | null {
  const detail = 'detail' in outcome ? outcome.detail : 'cause' in outcome ? outcome.cause : null;
  return detail?.slice(0, maxDetailChars) ?? null;
}
