import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '@sms-crm/runtime/logger';
import { connectRedis, redisReady, type Redis } from '@sms-crm/runtime/redis';
import { TokenBuckets } from '@sms-crm/runtime/token-buckets';
import { createCampaign } from '../src/campaigns/create.ts';
import { launchCampaign } from '../src/campaigns/launch.ts';
import { previewCampaign } from '../src/campaigns/preview.ts';
import { scheduleCampaign } from '../src/campaigns/schedule.ts';
import { startScheduled } from '../src/campaigns/start-scheduled.ts';
import type { Context } from '../src/context/context.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { farPhones, giveNumbers } from './number-kit.ts';
import { addContacts, giveNumber, ScriptedCarrier, TestSender } from './sending-kit.ts';

/** Noon in California, on a Wednesday. */
const noon = Date.parse('2027-01-27T20:00:00Z');
const minute = 60_000;

let services: TestServices;
let redis: Redis;
let now = noon;
beforeAll(async () => {
  services = await createTestServices();
  services.clock = { now: () => new Date(now), recipientTime: () => '12:00', demoTime: () => null };
  const log = createLogger({ name: 'test', level: 'silent' });
  redis = connectRedis({ url: process.env['TEST_REDIS_URL'] ?? '', name: 'test', log });
  await redisReady(redis, 5_000);
  services.rates = new TokenBuckets(redis, () => now);
});
afterAll(async () => {
  redis.disconnect();
  await services.close();
});

type Scene = { ctx: Context; sender: TestSender; id: string; sql: (text: string) => Promise<void> };

/** A campaign to some contacts in California from one number of one part a second, after `prepare` made it harder. */
async function scene(
  contacts: number,
  prepare: string[],
  { at = noon, more = [] }: { at?: number; more?: string[] } = {},
): Promise<Scene> {
  now = at;
  services.jobs.length = 0;
  services.carrier.current = new ScriptedCarrier();
  const ctx = await newContext(services);
  if (more.length === 0) await giveNumber(ctx);
  else
    await giveNumbers(
      ctx,
      more.map((phone) => ({ phone, rateParts: 1 })),
    );
  await addContacts(ctx, contacts);
  const sql = async (text: string) => {
    await services.database.owner.query(text.replaceAll('$1', `'${ctx.tenantId}'`));
  };
  await sql(`update contacts set created_at = '2027-01-01' where tenant_id = $1`);
  await sql(`update sending_numbers set rate_parts = 1 where tenant_id = $1`);
  for (const text of prepare) await sql(text);
  const { id } = await createCampaign(ctx, {
    name: 'Test',
    template: 'Hello',
    audience: { type: 'all' },
    numberId: null,
  });
  return { ctx, sender: new TestSender(services, ctx), id, sql };
}

/** One round of the pump with its jobs, without those that only look back. */
async function pumpOnce({ ctx, sender }: Scene): Promise<number> {
  await sender.pump.round();
  const jobs = services.jobs
    .splice(0)
    .filter(({ name, payload }) => payload.tenantId === ctx.tenantId && name !== 'message.follow-up');
  for (const job of jobs) await sender.run(job);
  return jobs.length;
}

/** Lets time pass from event to event until nothing waits any more; a ramp goes up at the tenant's midnight. */
async function runToEnd(made: Scene): Promise<void> {
  const { ctx, sql } = made;
  for (let turns = 0; turns < 5_000; turns += 1) {
    const jobs = await pumpOnce(made);
    const next = await nextMoment(ctx);
    if (next === null && jobs === 0) return;
    if (jobs > 0 || next === null) continue;
    if (dayOf(next) !== dayOf(now)) {
      await sql(`update sending_numbers set warm_up_level = warm_up_level + 1 where tenant_id = $1`);
    }
    now = next;
  }
  throw new Error('it never ended');
}

const dayOf = (at: number) => new Date(at - 5 * 3_600_000).getUTCDate();

async function nextMoment(ctx: Context): Promise<number | null> {
  const { rows } = await services.database.owner.query<{ at: Date | null }>(
    `select min(greatest(s.next_at, b.next_at, b.not_before, b.start_at, $2::timestamptz + interval '1 s')) as at
     from message_batches b join campaign_shares s using (tenant_id, campaign_id, number_id)
     where b.tenant_id = $1 and b.state = 'open'`,
    [ctx.tenantId, new Date(now).toISOString()],
  );
  return rows[0]?.at?.getTime() ?? null;
}

async function lastHandOver(ctx: Context): Promise<number> {
  const { rows } = await services.database.owner.query<{ at: Date }>(
    `select max(handed_over_at) as at from messages where tenant_id = $1`,
    [ctx.tenantId],
  );
  return rows[0]?.at.getTime() ?? 0;
}

const registration = (set: string) =>
  `with r as (
     insert into carrier_registrations (tenant_id, carrier_account_id, kind, name, status, ${set.split('=')[0] ?? ''})
     select tenant_id, id, '10dlc', 'Test', 'approved', ${set.split('=')[1] ?? ''} from carrier_accounts where tenant_id = $1 returning id
   ) update sending_numbers set registration_id = r.id from r where tenant_id = $1`;

const floridians = `update contacts set phone = '+1305555' || right(phone, 4), quiet_key = null where tenant_id = $1`;

/** Some had three texts of other campaigns two hours before noon: the law allows no more until two hours before noon of the next day. */
const threeTextsOf = (people: number) =>
  `with earlier as (select gen_random_uuid() as id from generate_series(1, 3)), counted as (
     insert into campaign_hourly (tenant_id, campaign_id, hour, metric, detail, value)
     select $1, id, '2027-01-27T18:00:00Z', 'handed-over', '', 1 from earlier
   )
   insert into messages (tenant_id, campaign_id, contact_id, direction, kind, status, phone, number_id, claimed_at, handed_over_at)
   select $1, e.id, c.id, 'outbound', 'campaign-marketing', 'delivered', c.phone, n.id, '2027-01-27T18:00:00Z', '2027-01-27T18:00:00Z'
   from earlier e, (select * from contacts where tenant_id = $1 order by id limit ${people}) c, sending_numbers n where n.tenant_id = $1`;

const scenes: [string, number, string[], string, number][] = [
  ['rate', 1_000, [], 'rate_limit', noon],
  ['quiet hours', 700, [], 'quiet_hours', Date.parse('2027-01-28T04:54:00Z')],
  [
    'a ramp',
    450,
    [`update sending_numbers set warm_up_level = 0, warm_up_curve = '{100,150,500}' where tenant_id = $1`],
    'warm_up',
    noon,
  ],
  [
    'a budget',
    500,
    [`update budgets set daily_limit_micros = 200 * 7900 where tenant_id = $1`],
    'budget',
    noon,
  ],
  ['a carrier’s cap', 450, [registration('daily_cap_parts=200')], 'carrier_cap', noon],
  ['the maximum of a state', 120, [floridians, threeTextsOf(60)], 'legal_maximum', noon],
  ['a registration’s rate', 300, [registration('rate_parts=0.5')], 'rate_limit', noon],
];

test.each(scenes)(
  'a campaign bound by %s ends when it was foreseen',
  async (_name, contacts, prepare, binds, at) => {
    const made = await scene(contacts, prepare, { at });
    const { finish, parts, costMicros } = await previewCampaign(made.ctx, { id: made.id });
    await launchCampaign(made.ctx, { id: made.id });
    const early = now;
    await pumpOnce(made);
    const underWay = await reportCampaign(made.ctx, { id: made.id });
    await runToEnd(made);
    const { totals } = await reportCampaign(made.ctx, { id: made.id });
    expect(totals).toMatchObject({ audience: contacts, waiting: 0, handedOver: contacts, parts, costMicros });
    const ended = await lastHandOver(made.ctx);
    expect(finish.binds).toBe(binds);
    expectForeseen(finish.at, { early, ended });
    expectForeseen(underWay.finish?.at, { early, ended });
  },
  180_000,
);

/** Within a tenth of the time it took, or five minutes. */
function expectForeseen(
  at: string | null | undefined,
  { early, ended }: { early: number; ended: number },
): void {
  const tolerance = Math.max(5 * minute, (ended - early) / 10);
  expect(Math.abs(Date.parse(at ?? '') - ended)).toBeLessThan(tolerance);
}

test('a campaign from two ramping numbers within a budget, begun just before it closes, ends when it was foreseen', async () => {
  const made = await scene(
    500,
    [
      `update sending_numbers set warm_up_level = 0, warm_up_curve = '{80,150,300}' where tenant_id = $1`,
      `update budgets set daily_limit_micros = 220 * 7900 where tenant_id = $1`,
    ],
    { at: Date.parse('2027-01-28T04:54:00Z'), more: farPhones(2) },
  );
  const { finish } = await previewCampaign(made.ctx, { id: made.id });
  await launchCampaign(made.ctx, { id: made.id });
  const early = now;
  await runToEnd(made);
  const { totals } = await reportCampaign(made.ctx, { id: made.id });
  expect(totals).toMatchObject({ waiting: 0, handedOver: 500 });
  const ended = await lastHandOver(made.ctx);
  // Today as much as the ramps let out, tomorrow the budget, the rest on the third day.
  expect(ended - early).toBeGreaterThan(36 * 60 * minute);
  expect(finish.binds).toBe('budget');
  expectForeseen(finish.at, { early, ended });
  expect(Math.abs(Date.parse(finish.at ?? '') - ended)).toBeLessThan(30 * minute);
}, 180_000);

test('a campaign at a time on everyone’s own clock ends when it was foreseen', async () => {
  const made = await scene(300, [
    `update contacts set region = 'NY', time_zone = 'America/New_York', quiet_key = null where tenant_id = $1 and right(phone, 1) < '5'`,
  ]);
  await scheduleCampaign(made.ctx, { id: made.id, when: { localTime: '2027-01-28T10:00' } });
  const { finish } = await previewCampaign(made.ctx, { id: made.id });
  const early = Date.parse('2027-01-28T15:00:00Z');
  now = early;
  await startScheduled(made.ctx, { campaignId: made.id });
  await runToEnd(made);
  const { totals } = await reportCampaign(made.ctx, { id: made.id });
  expect(totals).toMatchObject({ waiting: 0, handedOver: 300 });
  const ended = await lastHandOver(made.ctx);
  expect(ended).toBeGreaterThan(Date.parse('2027-01-28T18:00:00Z'));
  expectForeseen(finish.at, { early, ended });
}, 180_000);

test('what dear texts cost that went first is not foreseen of cheap ones that wait', async () => {
  const made = await scene(
    30,
    [
      `update contacts set phone = '+4915112345' || right(phone, 2), region = null, time_zone = 'Europe/Berlin', quiet_key = null
        where tenant_id = $1 and right(phone, 2) < '04'`,
      `update budgets set daily_limit_micros = 4 * 105000 + 10 * 7900 where tenant_id = $1`,
    ],
    { at: Date.parse('2027-01-27T17:00:00Z') },
  );
  await launchCampaign(made.ctx, { id: made.id });
  const early = now;
  for (let rounds = 0; rounds < 20; rounds += 1) {
    await pumpOnce(made);
    now += 5_000;
  }
  const { finish, totals } = await reportCampaign(made.ctx, { id: made.id });
  expect(totals).toMatchObject({ waiting: 16, costMicros: 4 * 105_000 + 10 * 7_900 });
  await runToEnd(made);
  expectForeseen(finish?.at, { early, ended: await lastHandOver(made.ctx) });
}, 180_000);
