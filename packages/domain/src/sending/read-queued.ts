import { sql } from 'drizzle-orm';
import type { ConsentState } from '@sms-crm/contracts/contacts';
import type { MessageKind } from '@sms-crm/contracts/gates';
import { runPrepared } from '@sms-crm/db/prepared';
import { mergeValues } from '../campaigns/merge-values.ts';
import type { TxContext } from '../context/context.ts';
import { isDoNotContact } from '../gates/do-not-contact.ts';
import type { BatchRow } from './batch-row.ts';

type Row = {
  id: string;
  campaignId: string | null;
  contactId: string | null;
  kind: MessageKind;
  phone: string;
  attempt: number;
  body: string | null;
  parts: number;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  city: string | null;
  region: string | null;
  postalCode: string | null;
  consent: ConsentState | null;
  timeZone: string | null;
  quietKey: string | null;
  doNotContact: boolean;
};

/** A queued message of a batch with what gates and template ask about its recipient. */
export type QueuedMessage = Row & { values: Readonly<Record<string, string>> };

/** Locks the queued messages of a batch in id order and reads what decides about them; two queries for the batch. */
export async function readQueued(
  ctx: TxContext,
  batch: BatchRow,
  fields: readonly string[],
  simulated: boolean,
): Promise<QueuedMessage[]> {
  const { rows } = await runPrepared<Row>(
    ctx.tx.db,
    sql`
    select m.id, m.campaign_id as "campaignId", m.contact_id as "contactId", m.kind, m.phone, m.attempt, m.body, m.parts,
      c.first_name as "firstName", c.last_name as "lastName", c.email, c.city, c.region, c.postal_code as "postalCode",
      c.consent, c.time_zone as "timeZone", c.quiet_key as "quietKey", ${isDoNotContact(sql`m.phone`, { kind: sql`m.kind`, simulated })} as "doNotContact"
    from messages m left join contacts c on c.tenant_id = m.tenant_id and c.id = m.contact_id
    where m.id between ${batch.firstId}::uuid and ${batch.lastId}::uuid
      and m.campaign_id is not distinct from ${batch.campaignId}::uuid
      and m.direction = 'outbound' and m.status = 'queued'
    order by m.id for no key update of m`,
  );
  const contacts = rows.flatMap((row) => (row.contactId === null ? [] : [{ ...row, id: row.contactId }]));
  const values = await mergeValues(ctx, contacts, fields);
  return rows.map((row) => ({ ...row, values: values.get(row.contactId ?? '') ?? {} }));
}
