import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AudienceSpec, CampaignPreview } from '@sms-crm/contracts/campaigns';
import type { SuppressionSpec } from '@sms-crm/contracts/suppression';
import { getBudget } from '../src/budget/get.ts';
import { createCampaign } from '../src/campaigns/create.ts';
import { freezeCampaign } from '../src/campaigns/freeze.ts';
import { launchCampaign } from '../src/campaigns/launch.ts';
import { previewCampaign } from '../src/campaigns/preview.ts';
import type { Context } from '../src/context/context.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { createSuppressionRule } from '../src/suppression/create.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { giveNumber, launch, ScriptedCarrier, TestSender } from './sending-kit.ts';

let services: TestServices;
let now = 0;
beforeAll(async () => {
  services = await createTestServices();
  services.clock = { now: () => new Date(now), recipientTime: () => '12:00', demoTime: () => null };
});
afterAll(() => services.close());

type Person = {
  prefix: string;
  region: string | null;
  zone: string | null;
  consent: string;
  isStopped: boolean;
  tags: string[];
  had: boolean;
  phoneIs: 'mobile' | 'landline' | 'unreachable';
};

/** Places of one clock, of two, of no known state, of many countries, and one whose hours never meet another's. */
const person: fc.Arbitrary<Person> = fc.record({
  prefix: fc.constantFrom('+1415555', '+1208555', '+1800555', '+1305555', '+1907555', '+4479460', '+6140055'),
  region: fc.constantFrom(null, 'NY', 'TX', 'LA', 'AK', 'HI', 'ME'),
  zone: fc.constantFrom(null, null, 'Pacific/Guam'),
  consent: fc.constantFrom('granted', 'granted', 'granted', 'granted', 'unknown', 'revoked'),
  isStopped: fc.nat(5).map((chance) => chance === 0),
  tags: fc.subarray(['vip', 'out'], { minLength: 0 }),
  had: fc.nat(4).map((chance) => chance === 0),
  phoneIs: fc.constantFrom('mobile', 'mobile', 'mobile', 'landline', 'unreachable'),
});

const rules: Record<string, SuppressionSpec> = {
  frequency: { kind: 'frequency', config: { most: 1, windowHours: 36 } },
  recent: { kind: 'recently-messaged', config: { windowHours: 48 } },
  areas: { kind: 'area-codes', config: { codes: ['305', '+614'] } },
  tags: { kind: 'tags', config: { tags: ['out'] } },
  landlines: { kind: 'landlines', config: { lookUpsPerDay: 0 } },
};

function phoneOf({ prefix }: Person, index: number): string {
  return `${prefix}${String(index).padStart(4, '0')}`;
}

async function addPeople(ctx: Context, people: readonly Person[]): Promise<void> {
  const column = <T>(pick: (one: Person, index: number) => T) => people.map(pick);
  await services.database.owner.query(
    `with given as (
       select * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::boolean[], $8::text[], $9::text[])
         as p (phone, region, zone, consent, stopped, had, is_a, tags)
     ), made as (
       insert into contacts (tenant_id, phone, country, region, time_zone, consent, created_at)
       select $1, phone, case when phone like '+44%' then 'GB' else 'US' end, region, zone, consent, '2027-01-01' from given returning id, phone
     ), stops as (
       insert into do_not_contact (tenant_id, phone, origin, created_by) select $1, phone, 'operator', 'test' from given where stopped
     ), tags as (
       insert into contact_tags (tenant_id, tag, contact_id)
       select $1, tag, id from made join given using (phone), unnest(string_to_array(given.tags, ',')) tag
     ), lines as (
       insert into line_types (tenant_id, phone, simulated, type) select $1, phone, true, is_a from given where is_a = 'landline'
     ), dead as (
       insert into unreachable_phones (tenant_id, phone, simulated, code, first_failed_at, last_failed_at, suppressed_until)
       select $1, phone, true, '30005', '2027-01-01', '2027-01-01', 'infinity' from given where is_a = 'unreachable'
     )
     insert into messages (tenant_id, contact_id, direction, kind, status, phone, claimed_at, handed_over_at)
     select $1, id, 'outbound', 'campaign-marketing', 'delivered', phone, $10::timestamptz - interval '30 hours', now()
     from made join given using (phone) where had`,
    [
      ctx.tenantId,
      column(phoneOf),
      column(({ region }) => region),
      column(({ zone }) => zone),
      column(({ consent }) => consent),
      column(({ isStopped }) => isStopped),
      column(({ had }) => had),
      column(({ phoneIs }) => phoneIs),
      column(({ tags }) => tags.join(',')),
      new Date(now),
    ],
  );
}

async function frozenRows(ctx: Context): Promise<Record<string, number>> {
  const { rows } = await services.database.owner.query<{ reason: string; count: number }>(
    `select coalesce(reason, 'queued') as reason, count(*)::int as count from messages where tenant_id = $1 and campaign_id is not null group by 1`,
    [ctx.tenantId],
  );
  return Object.fromEntries(rows.map(({ reason, count }) => [reason, count]));
}

async function waitingRows(ctx: Context): Promise<number> {
  const { rows } = await services.database.owner.query<{ count: number }>(
    `select coalesce(sum(size), 0)::int as count from message_batches where tenant_id = $1 and not_before > $2`,
    [ctx.tenantId, new Date(now)],
  );
  return rows[0]?.count ?? 0;
}

/** Among random people these are always there: one who may get it, and one of whom no hour is lawful everywhere. */
const somebody: Person = {
  prefix: '+1212555',
  region: null,
  zone: null,
  consent: 'granted',
  isStopped: false,
  tags: ['vip'],
  had: false,
  phoneIs: 'mobile',
};

const nobody: Person = { ...somebody, region: 'ME', zone: 'Pacific/Guam' };

async function draft(ctx: Context, audience: AudienceSpec): Promise<string> {
  const { id } = await createCampaign(ctx, { name: 'Test', template: 'Hello', audience, numberId: null });
  return id;
}

async function expectFrozenAs(ctx: Context, id: string, preview: CampaignPreview): Promise<void> {
  await freezeCampaign(ctx, { campaignId: id }, { signal: new AbortController().signal });
  const shown = Object.fromEntries(preview.excluded.map(({ reason, count }) => [reason, count]));
  const queued = preview.recipients > 0 ? { queued: preview.recipients } : {};
  expect({ ...shown, ...queued }).toEqual(await frozenRows(ctx));
  expect(preview.openings.waiting).toBe(await waitingRows(ctx));
  const opens = preview.openings.at.map(({ opensAt }) => Date.parse(opensAt));
  expect(opens.every((moment) => moment > now)).toBe(true);
}

const scenes = fc.record({
  people: fc.array(person, { maxLength: 60 }),
  byTag: fc.boolean(),
  asked: fc.subarray(Object.values(rules)),
  stopsBritain: fc.boolean(),
  at: fc.date({
    min: new Date('2027-01-02T00:00:00Z'),
    max: new Date('2027-12-30T00:00:00Z'),
    noInvalidDate: true,
  }),
});

test(
  'the preview at the launch is what the freeze writes, in every reason and every wait',
  { timeout: 120_000 },
  async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(scenes, async ({ people, byTag, asked, stopsBritain, at }) => {
        now = at.getTime();
        const ctx = await newContext(services);
        await giveNumber(ctx);
        await addPeople(ctx, [...people, somebody, nobody]);
        for (const spec of asked)
          await createSuppressionRule(ctx, { name: spec.kind, enabled: true, ...spec });
        await services.database.owner.query(
          `insert into country_stops (tenant_id, country, simulated, code, until)
           select $1, 'GB', true, '21408', 'infinity' where $2::boolean`,
          [ctx.tenantId, stopsBritain],
        );
        const id = await draft(ctx, byTag ? { type: 'tag', tag: 'vip' } : { type: 'all' });
        const preview = await previewCampaign(ctx, { id });
        await launchCampaign(ctx, { id, expectedRecipients: preview.recipients });
        await expectFrozenAs(ctx, id, preview);
        for (const { reason } of preview.excluded) seen.add(reason);
      }),
      { numRuns: 25, seed: 7 },
    );
    expect([...seen].toSorted()).toEqual([
      'area_code',
      'consent_revoked',
      'consent_unknown',
      'country_stopped',
      'do_not_contact',
      'frequency_cap',
      'landline',
      'no_common_window',
      'recently_messaged',
      'suppressed_tag',
      'unreachable_phone',
    ]);
  },
);

test('a campaign whose numbers went away after its launch shows that as the reason, and freezes with it', async () => {
  now = Date.parse('2027-06-02T17:00:00Z');
  const ctx = await newContext(services);
  await giveNumber(ctx);
  await addPeople(ctx, [somebody, { ...somebody, consent: 'unknown' }]);
  const id = await draft(ctx, { type: 'all' });
  await launchCampaign(ctx, { id });
  await services.database.owner.query('delete from sending_numbers where tenant_id = $1', [ctx.tenantId]);
  const preview = await previewCampaign(ctx, { id });
  expect(preview).toMatchObject({ recipients: 0, costMicros: 0 });
  const counts = preview.excluded.map(({ reason, count }) => [reason, count]);
  expect(Object.fromEntries(counts)).toEqual({ consent_unknown: 1, no_number: 1 });
  await expectFrozenAs(ctx, id, preview);
});

test(
  'an audience too large to be rendered whole is foreseen price by price, whatever the order of its contacts',
  { timeout: 180_000 },
  async () => {
    now = Date.parse('2027-06-02T17:00:00Z');
    const ctx = await newContext(services);
    services.carrier.current = new ScriptedCarrier();
    await giveNumber(ctx);
    await services.database.owner.query(
      `insert into contacts (tenant_id, phone, first_name, country, consent, created_at)
     select $1, p || lpad(n::text, 5, '0'), case when n % 3 = 0 then repeat('N', 150) else 'Jo' end, c, 'granted', '2027-01-01'
     from (values (1, '+121255', 'US', 8000), (2, '+491701', 'DE', 3990), (3, '+180955', 'DO', 10)) as g (nth, p, c, many),
       generate_series(1, many) n order by nth, n`,
      [ctx.tenantId],
    );
    // As the database does by itself a minute after an import.
    await services.database.owner.query('analyze contacts');
    const { id } = await createCampaign(ctx, {
      name: 'Test',
      template: 'Hi {{first_name|there}}',
      audience: { type: 'all' },
      numberId: null,
    });
    const preview = await previewCampaign(ctx, { id });
    expect(preview).toMatchObject({ recipients: 12_000, exact: false });
    await launchCampaign(ctx, { id });
    // What other tests left open would fill the pump's window.
    await services.database.owner.query(`update message_batches set state = 'done'`);
    await new TestSender(services, ctx).drain(200);
    expect((await reportCampaign(ctx, { id })).totals).toMatchObject({ handedOver: 12_000, waiting: 0 });
    const { day } = await getBudget(ctx, {});
    expect(day.reservedMicros).toBe(0);
    expect(Math.abs(preview.costMicros / day.chargedMicros - 1)).toBeLessThan(0.01);
  },
);

test('a freeze whose process ends writes no more and asks for another run, which is no job that is there already', async () => {
  now = Date.parse('2027-06-01T20:00:00Z');
  const ctx = await newContext(services);
  await giveNumber(ctx);
  await addPeople(ctx, [somebody]);
  const campaignId = await launch(ctx);
  const ownJobs = () => services.jobs.filter(({ payload }) => payload.tenantId === ctx.tenantId);
  await freezeCampaign(ctx, { campaignId }, { signal: AbortSignal.abort() });
  expect(await frozenRows(ctx)).toEqual({});
  const [asked, handedOn] = ownJobs();
  expect(handedOn).toMatchObject({ name: 'campaign.freeze', payload: { campaignId } });
  expect(handedOn?.jobId).not.toBe(asked?.jobId);
  await freezeCampaign(ctx, { campaignId }, { signal: new AbortController().signal });
  expect(await frozenRows(ctx)).toEqual({ queued: 1 });
});
