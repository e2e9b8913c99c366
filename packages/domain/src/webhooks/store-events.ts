import { sql, type SQL } from 'drizzle-orm';
import { withSystem, type Transaction } from '@sms-crm/db/transaction';
import type { Services } from '../context/context.ts';

/** A verified webhook that is to be stored. */
export type NewWebhookEvent = {
  tenantId: string;
  carrierAccountId: string;
  kind: 'status' | 'inbound';
  dedupeKey: string;
  messageId: string | null;
  attempt: number | null;
  params: Record<string, string>;
};

/** A webhook that was stored now. */
export type StoredEvent = { id: string; receivedAt: Date; params: Record<string, string> };

/** Stores webhooks of any tenants in one statement, in their order; those stored before are left alone. */
export async function storeEvents(services: Services, events: readonly NewWebhookEvent[]): Promise<void> {
  await withSystem(services.system, (db) => db.execute(insertion(events)));
}

/**
 * The same for webhooks of one tenant, in an open transaction.
 *
 * @returns those that were not stored before, in their order
 */
export async function insertEvents(
  db: Transaction,
  events: readonly NewWebhookEvent[],
): Promise<StoredEvent[]> {
  const { rows } = await db.execute<{ id: string; received_at: string; params: Record<string, string> }>(
    sql`${insertion(events)} returning id, received_at, params`,
  );
  return rows
    .map(({ id, received_at, params }) => ({ id, receivedAt: new Date(received_at), params }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function insertion(events: readonly NewWebhookEvent[]): SQL {
  const column = (value: (event: NewWebhookEvent) => string | number | null) =>
    sql.param(events.map((event) => value(event)));
  return sql`
    insert into webhook_events
      (tenant_id, carrier_account_id, kind, dedupe_key, message_id, attempt, params)
    select e.* from unnest(
      ${column((event) => event.tenantId)}::uuid[],
      ${column((event) => event.carrierAccountId)}::uuid[],
      ${column((event) => event.kind)}::text[],
      ${column((event) => event.dedupeKey)}::text[],
      ${column((event) => event.messageId)}::uuid[],
      ${column((event) => event.attempt)}::integer[],
      ${column((event) => JSON.stringify(event.params))}::jsonb[]
    ) as e
    on conflict (tenant_id, carrier_account_id, dedupe_key) do nothing`;
}
