import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { suppressionSpec, type SuppressionSpec } from '@sms-crm/contracts/suppression';
import { createCampaign } from '../src/campaigns/create.ts';
import { previewCampaign } from '../src/campaigns/preview.ts';
import { createContext, withTransaction, type Context } from '../src/context/context.ts';
import { askGates } from '../src/gates/chain.ts';
import { findDrift } from '../src/reports/recount.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { readChecks, readRefusal, suppressedBy } from '../src/suppression/checks.ts';
import { createSuppressionRule } from '../src/suppression/create.ts';
import { deleteSuppressionRule } from '../src/suppression/delete.ts';
import { listSuppressionRules } from '../src/suppression/list.ts';
import { previewSuppressionRule } from '../src/suppression/preview.ts';
import { readSuppressed } from '../src/suppression/read-suppressed.ts';
import { updateSuppressionRule } from '../src/suppression/update.ts';
import { createTestServices, newContext, testUser, type TestServices } from '../src/testing/kit.ts';
import { addContacts, giveNumber, launch, ScriptedCarrier, TestSender } from './sending-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

async function scene(contacts: number) {
  services.jobs.length = 0;
  const ctx = await newContext(services);
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  await giveNumber(ctx);
  await addContacts(ctx, contacts);
  return { ctx, carrier, sender: new TestSender(services, ctx) };
}

const own = <Row extends Record<string, unknown>>(ctx: Context, statement: string) =>
  services.database.owner.query<Row>(statement, [ctx.tenantId]);

const rule = (ctx: Context, spec: SuppressionSpec) =>
  createSuppressionRule(ctx, { name: spec.kind, enabled: true, ...spec });

const once: SuppressionSpec = { kind: 'frequency', config: { most: 1, windowHours: 24 } };

test('a frequency cap leaves out whoever had as many texts; preview, freeze and report agree', async () => {
  const { ctx, sender } = await scene(30);
  await launch(ctx);
  await sender.drain();
  await own(
    ctx,
    `update messages set claimed_at = now() - interval '2 days' where tenant_id = $1 and phone > '+14155550019'`,
  );
  const made = await rule(ctx, once);
  expect(await previewSuppressionRule(ctx, once)).toEqual({ leftOut: 20, contacts: 30 });
  const { id } = await createCampaign(ctx, {
    name: 'Second',
    template: 'Hi',
    audience: { type: 'all' },
    numberId: null,
  });
  expect(await previewCampaign(ctx, { id })).toMatchObject({
    recipients: 10,
    excluded: [
      { reason: 'frequency_cap', count: 20, rules: [{ id: made.id, name: 'frequency', count: 20 }] },
    ],
  });
  const second = await launch(ctx);
  await sender.drain();
  expect(await reportCampaign(ctx, { id: second })).toMatchObject({
    totals: { audience: 30, skipped: 20, handedOver: 10 },
    skippedBy: [{ reason: 'frequency_cap', count: 20 }],
  });
  const { rows } = await own(
    ctx,
    `select distinct rule_id as id, rule_version as version from messages where tenant_id = $1 and reason = 'frequency_cap'`,
  );
  expect(rows).toEqual([{ id: made.id, version: 1 }]);
  expect(await withTransaction(ctx, (ctx) => findDrift(ctx, second))).toEqual([]);
});

test('two campaigns at the same time: everyone gets as many texts as the rule allows, what is being sent counts too', async () => {
  const { ctx, carrier, sender } = await scene(60);
  await rule(ctx, once);
  const other = new TestSender(services, ctx);
  const ids = [await launch(ctx), await launch(ctx)];
  for (const job of services.jobs.splice(0)) await sender.run(job);
  await sender.pump.round();
  const jobs = services.jobs.splice(0).filter((job) => job.payload.tenantId === ctx.tenantId);
  expect(jobs.length).toBe(2);
  await Promise.all(jobs.map((job, index) => (index === 0 ? sender : other).run(job)));
  await sender.drain();
  expect(carrier.requests.length).toBe(60);
  expect(new Set(carrier.requests.map(({ to }) => to)).size).toBe(60);
  const reports = await Promise.all(ids.map((id) => reportCampaign(ctx, { id })));
  expect(reports.reduce((sum, { totals }) => sum + totals.handedOver, 0)).toBe(60);
  expect(reports.flatMap(({ skippedBy }) => skippedBy.map(({ reason }) => reason))).toContain(
    'frequency_cap',
  );
  const { rows } = await own(
    ctx,
    `select count(*)::int as n from messages where tenant_id = $1 and reason = 'frequency_cap' and rule_id is not null and rule_version = 1`,
  );
  expect(rows).toEqual([{ n: 60 }]);
});

/** Contacts with any history, and rules of every kind. */
const specs: fc.Arbitrary<SuppressionSpec> = fc.oneof(
  fc.record({
    kind: fc.constant('frequency' as const),
    config: fc.record({ most: fc.integer({ min: 1, max: 3 }), windowHours: fc.constantFrom(1, 24, 200) }),
  }),
  fc.record({
    kind: fc.constant('recently-messaged' as const),
    config: fc.record({ windowHours: fc.constantFrom(1, 24, 200) }),
  }),
  fc.record({
    kind: fc.constant('recently-engaged' as const),
    config: fc.record({
      windowHours: fc.constantFrom(1, 24, 200),
      clicked: fc.boolean(),
      replied: fc.boolean(),
    }),
  }),
  fc.record({
    kind: fc.constant('area-codes' as const),
    config: fc.record({
      codes: fc.uniqueArray(fc.constantFrom('415', '212', '+44', '+1415555'), { minLength: 1 }),
    }),
  }),
  fc.record({
    kind: fc.constant('tags' as const),
    config: fc.record({ tags: fc.uniqueArray(fc.constantFrom('vip', 'new', 'old'), { minLength: 1 }) }),
  }),
  fc.record({ kind: fc.constant('landlines' as const), config: fc.constant({ lookUpsPerDay: 0 }) }),
);

/** People whose texts, clicks, replies, tags and lines lie all around the limits of the rules. */
async function addHistory(ctx: Context): Promise<void> {
  const campaignId = randomUUID();
  await own(
    ctx,
    `with made as (
       insert into campaigns (tenant_id, id, name, created_by, simulated) values ($1, '${campaignId}', 'Old', 'test', true) returning id
     ), people as (
       insert into contacts (tenant_id, phone, country, consent)
       select $1, (array['+1415555', '+1212555', '+4479000'])[1 + n % 3] || lpad(n::text, 4, '0'), 'US', 'granted' from generate_series(0, 89) n
       returning id, phone, right(phone, 4)::int as n
     ), tags as (
       insert into contact_tags (tenant_id, tag, contact_id)
       select $1, (array['vip', 'new', 'old'])[1 + n % 3], id from people where n % 5 = 0 returning 1
     ), lines as (
       insert into line_types (tenant_id, phone, simulated, type)
       select $1, phone, n % 2 = 0, (array['landline', 'mobile'])[1 + n % 4 / 2] from people where n % 3 = 0 returning 1
     ), dead as (
       insert into unreachable_phones (tenant_id, phone, simulated, code, first_failed_at, last_failed_at, suppressed_until)
       select $1, phone, true, '30005', now(), now(), case n % 3 when 0 then 'infinity'::timestamptz when 1 then now() - interval '1 hour' end
       from people where n % 7 = 0 returning 1
     ), texts as (
       insert into messages (tenant_id, campaign_id, contact_id, direction, kind, status, phone, claimed_at, handed_over_at)
       select $1, case when k = 0 then (select id from made) end, id, 'outbound',
         (array['campaign-marketing', 'reply', 'help', 'campaign-marketing'])[1 + (n + k) % 4], (array['delivered', 'sending', 'queued', 'unknown'])[1 + n % 4], phone,
         now() - make_interval(hours => (array[0, 12, 48])[1 + (n / 4) % 3]), case when n % 4 = 0 then now() end
       from people cross join generate_series(0, 3) k where n % 6 < 4 returning id, campaign_id
     ), replies as (
       insert into messages (tenant_id, contact_id, direction, status, phone, reason, created_at)
       select $1, id, 'inbound', 'received', phone, case when n % 2 = 0 then 'keyword' end, now() - make_interval(hours => n)
       from people where n % 4 = 1 returning 1
     )
     insert into clicks (tenant_id, short_link_id, campaign_id, campaign_link_id, message_id, clicked_at, human, verdict, id)
     select $1, uuidv7(), campaign_id, uuidv7(), id, now() - make_interval(hours => (row_number() over ())::int), row_number() over () % 3 > 0, 'x', id
     from texts where campaign_id is not null`,
  );
}

test('for any rules and people the SQL over an audience says what the gate says for a batch, by the first rule', async () => {
  const ctx = await newContext(services);
  await addHistory(ctx);
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(specs, { maxLength: 4 }), fc.boolean(), async (chosen, simulated) => {
      await own(ctx, 'delete from suppression_rules where tenant_id = $1');
      for (const spec of chosen) await rule(ctx, suppressionSpec.parse(spec));
      await withTransaction(ctx, async (ctx) => {
        const kind = 'campaign-marketing' as const;
        const checks = await readChecks(ctx, { kind, simulated });
        expect(checks.filter(({ ruleId }) => ruleId !== null).length).toBe(chosen.length);
        const { rows } = await ctx.tx.db.execute<{ id: string; by: string | null }>(
          sql`select c.id, ${suppressedBy(checks)} as by from contacts c`,
        );
        const found = await readSuppressed(ctx, { contactIds: rows.map(({ id }) => id), kind, simulated });
        for (const { id, by } of rows) {
          const suppressed = found.get(id)?.reason ?? null;
          const { reason, ruleId } = by === null ? { reason: null, ruleId: null } : readRefusal(by);
          expect(ruleId).toBe(found.get(id)?.ruleId ?? null);
          const { answer } = askGates(kind, {
            killed: false,
            campaignStatus: 'sending',
            campaignEnded: false,
            doNotContact: false,
            consent: 'granted',
            suppressed,
            quiet: { type: 'open' },
          });
          expect(answer).toEqual(reason === null ? { type: 'pass' } : { type: 'skip', reason });
          seen.add(reason ?? 'none');
        }
      });
    }),
    { numRuns: 60 },
  );
  expect([...seen].toSorted((a, b) => a.localeCompare(b))).toEqual([
    'area_code',
    'frequency_cap',
    'landline',
    'none',
    'recently_engaged',
    'recently_messaged',
    'suppressed_tag',
    'unreachable_phone',
  ]);
});

test('rules ask for marketing alone', async () => {
  const { ctx } = await scene(1);
  await rule(ctx, { kind: 'area-codes', config: { codes: ['415'] } });
  const checks = (kind: 'campaign-marketing' | 'campaign-transactional' | 'reply') =>
    withTransaction(ctx, (ctx) => readChecks(ctx, { kind, simulated: true }));
  expect(await checks('campaign-transactional')).toEqual([]);
  expect(await checks('reply')).toEqual([]);
  expect((await checks('campaign-marketing')).map(({ reason }) => reason)).toContain('area_code');
});

test('a change of what a rule says raises its version and is audited; a deleted one is gone from lists and gates', async () => {
  const { ctx, sender } = await scene(3);
  const made = await rule(ctx, { kind: 'area-codes', config: { codes: ['212'] } });
  expect(made).toMatchObject({ version: 1, enabled: true, lookUps: null });
  expect(await updateSuppressionRule(ctx, { id: made.id, name: 'Bay' })).toMatchObject({
    name: 'Bay',
    version: 1,
  });
  expect(await updateSuppressionRule(ctx, { id: made.id, config: { codes: ['415', '+44'] } })).toMatchObject({
    version: 2,
    config: { codes: ['415', '+44'] },
  });
  await expect(updateSuppressionRule(ctx, { id: made.id, config: { codes: [] } })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  const { id } = await createCampaign(ctx, {
    name: 'Bay',
    template: 'Hi',
    audience: { type: 'all' },
    numberId: null,
  });
  expect(await previewCampaign(ctx, { id })).toMatchObject({
    recipients: 0,
    excluded: [{ reason: 'area_code', count: 3 }],
  });
  await deleteSuppressionRule(ctx, { id: made.id });
  expect((await listSuppressionRules(ctx, { limit: 10 })).items).toEqual([]);
  await expect(deleteSuppressionRule(ctx, { id: made.id })).rejects.toMatchObject({ code: 'not_found' });
  const again = await launch(ctx);
  await sender.drain();
  expect((await reportCampaign(ctx, { id: again })).totals).toMatchObject({ handedOver: 3 });
  const { rows } = await own<{ action: string }>(
    ctx,
    `select action from audit_log where tenant_id = $1 and action like 'suppression-rule.%' order by id`,
  );
  expect(rows.map(({ action }) => action.split('.')[1])).toEqual(['create', 'update', 'update', 'delete']);
});

test('only roles that may change rules do', async () => {
  const { tenantId } = await newContext(services);
  const reader = createContext(services, {
    tenantId,
    actor: testUser(['suppression:read']),
    requestId: randomUUID(),
  });
  expect((await listSuppressionRules(reader, { limit: 10 })).items).toEqual([]);
  await expect(rule(reader, once)).rejects.toMatchObject({ code: 'permission_missing' });
});
