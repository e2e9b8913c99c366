import { sql, type SQL } from 'drizzle-orm';
import { runPrepared } from '@sms-crm/db/prepared';
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
export type StoredEvent = Pick<NewWebhookEvent, 'carrierAccountId' | 'dedupeKey' | 'params'> & {
  id: string;
  receivedAt: Date;
};

/** Stores webhooks of any tenants in one statement, in their order; those stored before are left alone. */
export async function storeEvents(services: Services, events: readonly NewWebhookEvent[]): Promise<void> {
  await withSystem(services.system, (db) => runPrepared(db, insertion(events)));
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
  const { rows } = await runPrepared<StoredEvent>(
    db,
    sql`${insertion(events)} returning id, received_at as "receivedAt", carrier_account_id as "carrierAccountId", dedupe_key as "dedupeKey", params`,
  );
  return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** What neither JSON nor any other value here holds: columns joined by it need no quoting, which took longer than making the JSON. */
const separator = '\u001e';

function insertion(events: readonly NewWebhookEvent[]): SQL {
  const column = (value: (event: NewWebhookEvent) => string | number | null) =>
    sql`string_to_array(${events.map(value).join(separator)}, ${separator}, '')`;
  return sql`
    insert into webhook_events
      (tenant_id, carrier_account_id, kind, dedupe_key, message_id, attempt, params)
    select * from unnest(
      ${column((event) => event.tenantId)}::uuid[],
      ${column((event) => event.carrierAccountId)}::uuid[],
      ${column((event) => event.kind)},
      ${column((event) => event.dedupeKey)},
      ${column((event) => event.messageId)}::uuid[],
      ${column((event) => event.attempt)}::integer[],
      ${column((event) => JSON.stringify(event.params))}::json[]
    )
    on conflict (tenant_id, carrier_account_id, dedupe_key) do nothing`;
}
