import { sql, type SQL } from 'drizzle-orm';
import { withSystem } from '@sms-crm/db/transaction';
import type { Services } from '../context/context.ts';

/** A text whose request may be about to start, and which marks of its recipient forbid it. */
export type Recipient = {
  phone: string;
  contactId: string | null;
  /** Whether do-not-contact entries count, and whether consent is needed. */
  stoppable: boolean;
  needsConsent: boolean;
};

/** What a batch is asked for by. */
export type Subject = {
  tenantId: string;
  campaignId: string | null;
  numberId: string;
  recipients: readonly Recipient[];
};

/** Marks of one recipient, in the order of the gates. */
export const recipientCauses = ['do_not_contact', 'consent_unknown', 'consent_revoked'] as const;
export type RecipientCause = (typeof recipientCauses)[number];

export type GuardFacts = {
  platformKilled: boolean;
  killed: ReadonlySet<string>;
  stoppedNumbers: ReadonlySet<string>;
  campaigns: ReadonlyMap<string, string>;
  /** By tenant and cause, the phones. */
  recipients: ReadonlyMap<string, ReadonlySet<string>>;
};

export const recipientKey = (tenantId: string, cause: RecipientCause) => `${cause} ${tenantId}`;

type Row = { kind: string; id: string; value: string };

/** Reads what may stop these batches, with one statement; every part of it finds its rows by an index. */
export async function readGuardFacts(services: Services, subjects: readonly Subject[]): Promise<GuardFacts> {
  const { rows } = await withSystem(services.system, (db) =>
    db.execute<Row>(
      sql`${haltsOf(subjects)} union all ${stopsOf(subjects)} union all ${consentsOf(subjects)}`,
    ),
  );
  const idsOf = (kind: string) => new Set(rows.filter((row) => row.kind === kind).map(({ id }) => id));
  const ofRecipients = rows.filter(({ kind }) => recipientCauses.some((cause) => cause === kind));
  const byKey = Map.groupBy(ofRecipients, ({ kind, id }) => `${kind} ${id}`);
  return {
    platformKilled: rows.some(({ kind }) => kind === 'platform'),
    killed: idsOf('kill'),
    stoppedNumbers: idsOf('number'),
    campaigns: new Map(rows.filter(({ kind }) => kind === 'campaign').map(({ id, value }) => [id, value])),
    recipients: new Map([...byKey].map(([key, own]) => [key, new Set(own.map(({ value }) => value))])),
  };
}

/** Kill switches, stopped numbers and accounts, and the states of campaigns. */
function haltsOf(subjects: readonly Subject[]): SQL {
  const scopes = subjects.flatMap(({ tenantId, campaignId, numberId }) => [
    tenantId,
    campaignId ?? tenantId,
    numberId,
  ]);
  const campaignIds = subjects.flatMap(({ campaignId }) => campaignId ?? []);
  return sql`
    select 'kill' as kind, id::text, '' as value from kill_switches where id = any (${sql.param(scopes)}::uuid[])
    union all
    select 'platform', '', '' from platform_kill_switch
    union all
    select 'number', n.id::text, '' from sending_numbers n
    join carrier_accounts a on a.tenant_id = n.tenant_id and a.id = n.carrier_account_id
    where n.id = any (${sql.param(subjects.map(({ numberId }) => numberId))}::uuid[])
      and (n.stopped_at is not null or a.stopped_at is not null)
    union all
    select 'campaign', id::text, status from campaigns where id = any (${sql.param(campaignIds)}::uuid[])
      and tenant_id = any (${sql.param(subjects.map(({ tenantId }) => tenantId))}::uuid[])`;
}

/** Do-not-contact entries in force, of the tenants and of the platform. What simulated recipients asked for counts for simulated texts alone. */
function stopsOf(subjects: readonly Subject[]): SQL {
  const rows = subjects.flatMap(({ tenantId, numberId, recipients }) =>
    recipients.filter(({ stoppable }) => stoppable).map(({ phone }) => ({ tenantId, phone, numberId })),
  );
  const column = (name: 'tenantId' | 'phone' | 'numberId') => sql.param(rows.map((row) => row[name]));
  return sql`
    select 'do_not_contact', p.tenant_id::text, p.phone
    from unnest(${column('tenantId')}::uuid[], ${column('phone')}::text[]) as p (tenant_id, phone)
    join platform_do_not_contact d on d.phone = p.phone and d.lifted_at is null
    union all
    select 'do_not_contact', d.tenant_id::text, d.phone
    from unnest(${column('tenantId')}::uuid[], ${column('phone')}::text[], ${column('numberId')}::uuid[]) as p (tenant_id, phone, number_id)
    join do_not_contact d on d.tenant_id = p.tenant_id and d.phone = p.phone and d.lifted_at is null
    where not d.simulated or not exists (
      select from sending_numbers n join carrier_accounts a on a.tenant_id = n.tenant_id and a.id = n.carrier_account_id
      where n.tenant_id = p.tenant_id and n.id = p.number_id and (a.live or a.in_setup))`;
}

/** Contacts who have not agreed, or do not any more, where that is needed; each is looked up by its key, however many there are. */
function consentsOf(subjects: readonly Subject[]): SQL {
  const rows = subjects.flatMap(({ tenantId, recipients }) =>
    recipients
      .filter(({ needsConsent }) => needsConsent)
      .map(({ phone, contactId }) => ({ tenantId, phone, contactId })),
  );
  const column = (name: 'tenantId' | 'phone' | 'contactId') => sql.param(rows.map((row) => row[name]));
  return sql`
    select case when c.consent = 'revoked' then 'consent_revoked' else 'consent_unknown' end, c.tenant_id::text, c.phone
    from (
      select p.*, (select consent from contacts where tenant_id = p.tenant_id and id = p.contact_id)
      from unnest(${column('tenantId')}::uuid[], ${column('phone')}::text[], ${column('contactId')}::uuid[]) as p (tenant_id, phone, contact_id)
    ) c where c.consent is distinct from 'granted'`;
}
