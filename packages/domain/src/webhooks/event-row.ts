import { sql } from 'drizzle-orm';
import { runPrepared } from '@sms-crm/db/prepared';
import type { webhookEvents } from '@sms-crm/db/tables/messages';
import type { TxContext } from '../context/context.ts';
import type { WebhookKind } from './due.ts';

/** What applying an event reads of it. */
export type WebhookEvent = Pick<
  typeof webhookEvents.$inferSelect,
  'id' | 'messageId' | 'attempt' | 'params' | 'receivedAt' | 'keywordChanged'
>;

/** What happens where somebody else is at an event: the order of statuses does not matter, texts of a tenant are taken one after the other. */
const elsewhere = { status: sql`skip locked`, inbound: sql`` };

/** Before every id. */
const firstOfAll = '00000000-0000-0000-0000-000000000000';

/**
 * The oldest events of one kind that are not applied yet, locked in the order they came in.
 *
 * @param options.from where to begin: the index still holds what was applied lately, and passing over thousands takes longer than reading hundreds
 */
export async function takeEvents(
  ctx: TxContext,
  options: { kind: WebhookKind; limit: number; without: ReadonlySet<string>; from?: string | undefined },
): Promise<WebhookEvent[]> {
  const { kind, limit, without, from = firstOfAll } = options;
  const { rows } = await runPrepared<WebhookEvent>(
    ctx.tx.db,
    sql`
    select id, message_id as "messageId", attempt, params, received_at as "receivedAt", keyword_changed as "keywordChanged"
    from webhook_events
    where tenant_id = ${ctx.tenantId}::uuid and kind = ${kind} and applied_at is null
      and id >= ${from}::uuid and id <> all (${sql.param([...without])}::uuid[])
    order by id limit ${limit} for no key update ${elsewhere[kind]}`,
  );
  return rows;
}

/** Marks events as done; those in `asides` keep the words why nothing came of them. */
export async function settleEvents(
  ctx: TxContext,
  events: readonly { id: string }[],
  asides: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  await runPrepared(
    ctx.tx.db,
    sql`
    update webhook_events e set applied_at = ${ctx.services.clock.now().toISOString()}::timestamptz, failure = d.failure
    from unnest(
      ${sql.param(events.map((event) => event.id))}::uuid[],
      ${sql.param(events.map((event) => asides.get(event.id) ?? null))}::text[]
    ) as d (id, failure)
    where e.tenant_id = ${ctx.tenantId}::uuid and e.id = d.id`,
  );
}
