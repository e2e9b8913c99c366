import { sql, type SQL } from 'drizzle-orm';
import { gateApplies, type MessageKind } from '@sms-crm/contracts/gates';
import { withSystem } from '@sms-crm/db/transaction';
import type { Services } from '../context/context.ts';
import { entryForbids } from '../gates/do-not-contact.ts';

/** A text whose request may be about to start, and which marks of its recipient forbid it. */
export type Recipient = {
  phone: string;
  contactId: string | null;
  /** Decides which marks count. */
  kind: MessageKind;
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
  /** The first cause, in the order of the gates, that forbids a recipient's text. */
  stopped: ReadonlyMap<Recipient, RecipientCause>;
};

type Row = { kind: string; id: string; value: string };

/** A recipient with the place by which the statement names it. */
type Placed = Recipient & { tenantId: string; numberId: string; place: number };

/** Reads what may stop these batches, with one statement; every part of it finds its rows by an index. */
export async function readGuardFacts(services: Services, subjects: readonly Subject[]): Promise<GuardFacts> {
  const recipients = subjects.flatMap((subject) => subject.recipients);
  const placed = subjects
    .flatMap(({ tenantId, numberId, recipients }) =>
      recipients.map((one) => ({ ...one, tenantId, numberId })),
    )
    .map((one, place): Placed => ({ ...one, place }));
  const { rows } = await withSystem(services.system, (db) =>
    db.execute<Row>(sql`${haltsOf(subjects)} union all ${stopsOf(placed)} union all ${consentsOf(placed)}`),
  );
  const idsOf = (kind: string) => new Set(rows.filter((row) => row.kind === kind).map(({ id }) => id));
  return {
    platformKilled: rows.some(({ kind }) => kind === 'platform'),
    killed: idsOf('kill'),
    stoppedNumbers: idsOf('number'),
    campaigns: new Map(rows.filter(({ kind }) => kind === 'campaign').map(({ id, value }) => [id, value])),
    stopped: stoppedAmong(recipients, rows),
  };
}

/** Rows of a later gate are put first, so that the first gate's word stands. */
function stoppedAmong(
  recipients: readonly Recipient[],
  rows: readonly Row[],
): ReadonlyMap<Recipient, RecipientCause> {
  return new Map(
    recipientCauses.toReversed().flatMap((cause) =>
      rows
        .filter(({ kind }) => kind === cause)
        .flatMap(({ value }) => {
          const recipient = recipients[Number(value)];
          return recipient === undefined ? [] : [[recipient, cause] as const];
        }),
    ),
  );
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

/** Do-not-contact entries that forbid texts of these kinds, of the tenants and of the platform. */
function stopsOf(placed: readonly Placed[]): SQL {
  const rows = placed.filter(({ kind }) => gateApplies['do-not-contact'][kind]);
  const column = (name: keyof Placed) => sql.param(rows.map((row) => row[name]));
  // What simulated recipients asked for counts for simulated texts alone.
  const simulated = sql`not exists (
      select from sending_numbers n join carrier_accounts a on a.tenant_id = n.tenant_id and a.id = n.carrier_account_id
      where n.tenant_id = p.tenant_id and n.id = p.number_id and (a.live or a.in_setup))`;
  return sql`
    select 'do_not_contact', '', p.place::text
    from unnest(${column('place')}::int[], ${column('phone')}::text[]) as p (place, phone)
    join platform_do_not_contact d on d.phone = p.phone and d.lifted_at is null
    union all
    select 'do_not_contact', '', p.place::text
    from unnest(${column('place')}::int[], ${column('tenantId')}::uuid[], ${column('phone')}::text[], ${column('numberId')}::uuid[], ${column('kind')}::text[])
      as p (place, tenant_id, phone, number_id, kind)
    join do_not_contact d on d.tenant_id = p.tenant_id and d.phone = p.phone
    where ${entryForbids({ kind: sql`p.kind`, simulated })}`;
}

/** Contacts who have not agreed, or do not any more, where that is needed; each is looked up by its key, however many there are. */
function consentsOf(placed: readonly Placed[]): SQL {
  const rows = placed.filter(({ kind }) => gateApplies.consent[kind]);
  const column = (name: keyof Placed) => sql.param(rows.map((row) => row[name]));
  return sql`
    select case when c.consent = 'revoked' then 'consent_revoked' else 'consent_unknown' end, '', c.place::text
    from (
      select p.*, (select consent from contacts where tenant_id = p.tenant_id and id = p.contact_id)
      from unnest(${column('place')}::int[], ${column('tenantId')}::uuid[], ${column('contactId')}::uuid[]) as p (place, tenant_id, contact_id)
    ) c where c.consent is distinct from 'granted'`;
}
