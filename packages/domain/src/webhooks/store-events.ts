import { sql } from 'drizzle-orm';
import { withSystem } from '@sms-crm/db/transaction';
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

/** Stores webhooks of any tenants in one statement, in their order; those stored before are left alone. */
export async function storeEvents(services: Services, events: readonly NewWebhookEvent[]): Promise<void> {
  const column = (value: (event: NewWebhookEvent) => string | number | null) =>
    sql.param(events.map((event) => value(event)));
  await withSystem(services.system, (db) =>
    db.execute(sql`
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
      on conflict (tenant_id, carrier_account_id, dedupe_key) do nothing`),
  );
}
