import { sql } from 'drizzle-orm';
import type { CreateSuppressionRule } from '@sms-crm/contracts/suppression';
import { withTransaction, type Context } from '@sms-crm/domain/context/context';
import { fillQuietKeys } from '@sms-crm/domain/quiet-hours/fill-keys';
import { createSuppressionRule } from '@sms-crm/domain/suppression/create';
import { seedTenant } from '@sms-crm/local/demo/seed-tenant';
import type { Installation } from './installation.ts';

/** A tenant to measure with: its number, its owner's key, and where and with what its carrier posts. */
export type Ground = {
  tenantId: string;
  ctx: Context;
  phone: string;
  apiKey: string;
  carrier: { key: string; sid: string; token: string };
};

/** Parts a second that nothing here ever reaches: what is measured is the product, not a carrier's rate. */
const plenty = 1_000_000;

/** Area codes in all zones of the USA. */
const areaCodes = ['212', '305', '312', '415', '503', '602', '713', '808', '907', '303', '404', '617'];

/** Every contact has it, and no rule is against it: the rule of tags has a row to look at. */
const tag = 'customer';

/** Narrows the lawful hours without closing any that the demo clock shows. */
const ownHours = { from: 9 * 60 + 30, to: 19 * 60 + 30, closedWeekdays: [], closedDates: ['2026-12-25'] };

const rules: CreateSuppressionRule[] = [
  { name: 'Three a day', enabled: true, kind: 'frequency', config: { most: 3, windowHours: 24 } },
  { name: 'Do not disturb', enabled: true, kind: 'tags', config: { tags: ['do-not-disturb', 'vip'] } },
];

/**
 * A tenant for whom every gate has work: a budget with a limit, a number that warms up, a registration with a daily cap and a rate, a
 * frequency rule, a rule of tags, and quiet hours of its own. None of them ever holds a text back.
 */
export async function prepareTenant(
  installation: Installation,
  { name, phone, contacts }: { name: string; phone: string; contacts: number },
): Promise<Ground> {
  const { database, setup } = installation;
  const seeded = await seedTenant(
    database,
    { installation: setup.secrets.authSecret, encryptionKey: setup.secrets.encryptionKey },
    {
      name,
      helpContact: 'help@bench.example',
      numbers: [{ phone, type: 'short-code', rateParts: plenty, isDefault: true, stopConfirmer: 'self' }],
    },
    null,
  );
  await limitEverything(installation, seeded.id);
  const ctx = installation.context(seeded.id);
  await addContacts(installation, ctx, contacts);
  for (const rule of rules) await createSuppressionRule(ctx, rule);
  return {
    tenantId: seeded.id,
    ctx,
    phone,
    apiKey: seeded.apiKeys['owner'] ?? '',
    carrier: seeded.carrierAccount,
  };
}

async function limitEverything({ database: { owner } }: Installation, tenantId: string): Promise<void> {
  await owner.query(
    `with account as (
       update carrier_accounts set rate_parts = $2 where tenant_id = $1 returning id
     ), registration as (
       insert into carrier_registrations (tenant_id, carrier_account_id, kind, name, status, rate_parts, daily_cap_parts)
       select $1, id, 'short-code', 'Bench', 'approved', $2, 1000000000 from account returning id
     )
     update sending_numbers set registration_id = (select id from registration), warm_up_level = 0, warm_up_curve = array[1000000000]
     where tenant_id = $1`,
    [tenantId, plenty],
  );
  await owner.query(`update tenants set rate_parts = $2, quiet_hours = $3 where id = $1`, [
    tenantId,
    plenty,
    JSON.stringify(ownHours),
  ]);
  await owner.query(
    `update budgets set daily_limit_micros = 1e15, monthly_limit_micros = 1e15 where tenant_id = $1`,
    [tenantId],
  );
}

/** Contacts who agreed, in all zones, with the keys of their quiet hours as an import leaves them. */
async function addContacts(
  { database: { owner } }: Installation,
  ctx: Context,
  count: number,
): Promise<void> {
  await owner.query(
    `insert into contacts (tenant_id, phone, first_name, country, consent)
     select $1, '+1' || ($3::text[])[1 + n % $4::int] || (2000000 + n)::text, 'Name' || n, 'US', 'granted'
     from generate_series(0, $2::int - 1) n`,
    [ctx.tenantId, count, areaCodes, areaCodes.length],
  );
  await owner.query(
    `insert into contact_tags (tenant_id, contact_id, tag) select tenant_id, id, $2 from contacts where tenant_id = $1`,
    [ctx.tenantId, tag],
  );
  // With statistics of the small tenants before it, filling in the keys of a large one ran into the time limit of statements.
  await owner.query('analyze contacts');
  await withTransaction(ctx, (ctx) =>
    fillQuietKeys(ctx, sql`select id, quiet_key from contacts where quiet_key is null`, 'US'),
  );
  await owner.query('vacuum analyze contacts, contact_tags');
}
