import { sql } from 'drizzle-orm';
import { withSystem } from '@sms-crm/db/transaction';
import type { SuppressionSpec } from '@sms-crm/contracts/suppression';
import type { Context } from '../../src/context/context.ts';
import { addDoNotContact } from '../../src/do-not-contact/add.ts';
import { createSuppressionRule } from '../../src/suppression/create.ts';
import type { TestServices } from '../../src/testing/kit.ts';
import { giveNumber } from '../sending-kit.ts';
import type { Person } from './people.ts';
import { instantOf, type Scenario } from './scenario.ts';

/** A long name makes the text of two parts. */
const longName = 'N'.repeat(150);

/** Writes down the number, its limits, the people and what is known of them. @returns the number's id */
export async function prepare(services: TestServices, ctx: Context, scenario: Scenario): Promise<string> {
  const numberId = await giveNumber(ctx);
  await writeLimits(services, ctx, scenario, numberId);
  await writePeople(services, ctx, scenario);
  await writeTraits(services, ctx, scenario);
  for (const { phone } of scenario.people.filter(({ listed }) => listed))
    await addDoNotContact(ctx, { phone });
  for (const spec of rulesOf(scenario))
    await createSuppressionRule(ctx, { name: spec.kind, enabled: true, ...spec });
  return numberId;
}

async function writeLimits(
  { database, system }: TestServices,
  { tenantId }: Context,
  { dailyMicros, dailyParts, capParts, rateParts }: Scenario,
  numberId: string,
): Promise<void> {
  const { owner } = database;
  const ofNumber = (set: string, value: unknown) =>
    owner.query(`update sending_numbers set ${set} where tenant_id = $1 and id = $2`, [
      tenantId,
      numberId,
      value,
    ]);
  if (dailyParts !== null)
    await ofNumber('warm_up_level = 0, warm_up_curve = $3', Array(60).fill(dailyParts));
  if (rateParts !== null) await ofNumber('rate_parts = $3', rateParts);
  if (capParts !== null) {
    const { rows } = await owner.query<{ id: string }>(
      `insert into carrier_registrations (tenant_id, carrier_account_id, kind, name, status, daily_cap_parts)
       select tenant_id, id, '10dlc', 'Test', 'approved', $2 from carrier_accounts where tenant_id = $1 returning id`,
      [tenantId, capParts],
    );
    await ofNumber('registration_id = $3', rows[0]?.id);
  }
  await withSystem(system, (db) =>
    db.execute(
      sql`insert into budgets (tenant_id, day, month) values (${tenantId}::uuid, current_date, current_date) on conflict do nothing`,
    ),
  );
  // Earlier than all that is played, whenever this runs.
  await owner.query(
    `update budgets set daily_limit_micros = $2, day = '2027-01-01', month = '2027-01-01' where tenant_id = $1`,
    [tenantId, dailyMicros],
  );
}

async function writePeople({ database }: TestServices, ctx: Context, scenario: Scenario): Promise<void> {
  const column = <T>(pick: (person: Person) => T) => scenario.people.map((person) => pick(person));
  await database.owner.query(
    `insert into contacts (tenant_id, phone, first_name, country, region, time_zone, consent, created_at)
     select $1, v.*, '2026-01-01' from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) as v`,
    [
      ctx.tenantId,
      column(({ phone }) => phone),
      column(({ parts }) => (parts === 2 ? longName : 'Ann')),
      column(({ home }) => home.country),
      column(({ home }) => home.state),
      column(({ home }) => home.zone),
      column(({ consent }) => consent),
    ],
  );
  const had = scenario.people.flatMap(({ phone, hadHours }) => hadHours.map((hours) => ({ phone, hours })));
  if (had.length === 0) return;
  await database.owner.query(
    `insert into messages (tenant_id, contact_id, number_id, direction, kind, status, phone, claimed_at, handed_over_at)
     select c.tenant_id, c.id, n.id, 'outbound', 'campaign-marketing', 'delivered', c.phone, t.at, t.at
     from unnest($2::text[], $3::float8[]) as v (phone, hours)
     join contacts c on c.tenant_id = $1 and c.phone = v.phone
     join sending_numbers n on n.tenant_id = $1
     cross join lateral (select $4::timestamptz - v.hours * interval '1 hour' as at) t`,
    [
      ctx.tenantId,
      had.map(({ phone }) => phone),
      had.map(({ hours }) => hours),
      instantOf(scenario, 0).toISOString(),
    ],
  );
}

async function writeTraits({ database }: TestServices, ctx: Context, scenario: Scenario): Promise<void> {
  const of = (trait: Person['trait']) =>
    scenario.people.filter((person) => person.trait === trait).map(({ phone }) => phone);
  await database.owner.query(
    `with tags as (
       insert into contact_tags (tenant_id, tag, contact_id)
       select tenant_id, 'out', id from contacts where tenant_id = $1 and phone = any ($2)
     ), dead as (
       insert into unreachable_phones (tenant_id, phone, simulated, code, first_failed_at, last_failed_at, suppressed_until)
       select $1, p, true, '30005', '2026-12-01', '2026-12-01', 'infinity' from unnest($3::text[]) p
     )
     insert into line_types (tenant_id, phone, simulated, type) select $1, p, true, 'landline' from unnest($4::text[]) p`,
    [ctx.tenantId, of('tag'), of('unreachable'), of('landline')],
  );
}

/** The tenant's rules; one that has nobody to look at is not made. */
function rulesOf({ people, frequency }: Scenario): SuppressionSpec[] {
  const has = (trait: Person['trait']) => people.some((person) => person.trait === trait);
  const tagged = has('tag') || people.some(({ change }) => change?.to === 'tagged');
  const rules: SuppressionSpec[] = frequency === null ? [] : [{ kind: 'frequency', config: frequency }];
  if (has('area')) rules.push({ kind: 'area-codes', config: { codes: ['+1212999'] } });
  if (tagged) rules.push({ kind: 'tags', config: { tags: ['out'] } });
  if (has('landline')) rules.push({ kind: 'landlines', config: { lookUpsPerDay: 0 } });
  return rules;
}
