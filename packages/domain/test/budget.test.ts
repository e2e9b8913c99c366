import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withSystem } from '@sms-crm/db/transaction';
import { addMember, addUser } from '../src/access/add-user.ts';
import { alertLevel } from '../src/budget/alert-level.ts';
import { getBudget } from '../src/budget/get.ts';
import { putBudget } from '../src/budget/put.ts';
import { getCampaign } from '../src/campaigns/list.ts';
import { previewCampaign } from '../src/campaigns/preview.ts';
import { createContext, withTransaction, type Context } from '../src/context/context.ts';
import { listLedger } from '../src/ledger/list.ts';
import { checkLedgers } from '../src/ledger/check-tenants.ts';
import { createOutbound } from '../src/messages/create-outbound.ts';
import { priceList } from '../src/pricing/price-list.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { createTestServices, newTenant, testUser, type TestServices } from '../src/testing/kit.ts';
import { daySpent, frozen, ledgerFaults, noLimits } from './budget-kit.ts';
import { addContacts, giveNumber, ScriptedCarrier, TestSender } from './sending-kit.ts';

/** Price of one part to the USA, micro-dollars. */
const usa = 7_900;

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

async function scene(contacts: number) {
  services.jobs.length = 0;
  const { tenantId, roleIds } = await newTenant(services);
  const ctx = createContext(services, { tenantId, actor: testUser(), requestId: 'test' });
  const email = `billing-${tenantId}@example.com`;
  await withSystem(services.system, async (db) => {
    const { userId } = await addUser(db, { name: 'Billing', email, passwordHash: null });
    await addMember(db, { tenantId, userId, roleId: roleIds['billing'] ?? '' });
  });
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  const numberId = await giveNumber(ctx);
  await addContacts(ctx, contacts);
  return { ctx, carrier, numberId, email, sender: new TestSender(services, ctx) };
}

async function mailsOf(ctx: Context): Promise<{ to: string; subject: string; text: string }[]> {
  const { rows } = await services.database.owner.query<{
    payload: { to: string; subject: string; text: string };
  }>('select payload from outbox where tenant_id = $1 order by id', [ctx.tenantId]);
  return rows.map(({ payload }) => payload);
}

async function setOverBudget(id: string, choice: 'wait' | 'skip'): Promise<void> {
  await services.database.owner.query('update campaigns set over_budget = $2 where id = $1', [id, choice]);
}

test('what exceeds the day waits with reason and moment, and goes on at once when the limit is raised', async () => {
  const { ctx, carrier, sender } = await scene(150);
  await putBudget(ctx, { ...noLimits, dailyLimitMicros: 120 * usa });
  const id = await frozen(ctx, sender);
  await sender.drain();
  expect(carrier.requests.length).toBe(120);
  expect(await reportCampaign(ctx, { id })).toMatchObject({
    campaign: { status: 'sending' },
    totals: { handedOver: 120, waiting: 30, skipped: 0 },
    waitingBy: [{ reason: 'budget', count: 30 }],
  });
  const before = await getBudget(ctx, {});
  expect(before).toMatchObject({
    simulated: true,
    waitingCampaigns: 1,
    day: { spentMicros: 120 * usa, chargedMicros: 120 * usa, reservedMicros: 0, leftMicros: 0 },
  });
  const { rows } = await services.database.owner.query<{ next_at: Date }>(
    'select next_at from campaign_shares where tenant_id = $1',
    [ctx.tenantId],
  );
  expect(rows.map(({ next_at }) => next_at.toISOString())).toEqual([before.day.until]);
  services.wakes.count = 0;
  await putBudget(ctx, { ...noLimits, dailyLimitMicros: 200 * usa });
  expect(services.wakes.count).toBe(1);
  await sender.drain();
  expect(await reportCampaign(ctx, { id })).toMatchObject({
    campaign: { status: 'completed' },
    totals: { handedOver: 150, waiting: 0 },
  });
  expect(await ledgerFaults(ctx)).toEqual([]);
});

test('a month that is used up binds until the next month', async () => {
  const { ctx, carrier, sender } = await scene(20);
  await putBudget(ctx, { dailyLimitMicros: 15 * usa, monthlyLimitMicros: 10 * usa, reserveMicros: 0 });
  await frozen(ctx, sender);
  await sender.drain();
  expect(carrier.requests.length).toBe(10);
  const { month } = await getBudget(ctx, {});
  const { rows } = await services.database.owner.query<{ next_at: Date }>(
    'select next_at from campaign_shares where tenant_id = $1',
    [ctx.tenantId],
  );
  expect(rows.map(({ next_at }) => next_at.toISOString())).toEqual([month.until]);
});

test('a campaign that does not wait skips the rest with its reason', async () => {
  const { ctx, carrier, sender } = await scene(150);
  await putBudget(ctx, { ...noLimits, dailyLimitMicros: 120 * usa });
  const id = await frozen(ctx, sender);
  await setOverBudget(id, 'skip');
  await sender.drain();
  expect(carrier.requests.length).toBe(120);
  expect(await reportCampaign(ctx, { id })).toMatchObject({
    campaign: { status: 'completed' },
    totals: { handedOver: 120, skipped: 30, waiting: 0 },
    skippedBy: [{ reason: 'over_budget', count: 30 }],
  });
});

test('the reserve answers who asks for help or stops, and nobody else', async () => {
  const { ctx, carrier, numberId, sender } = await scene(10);
  await putBudget(ctx, { ...noLimits, dailyLimitMicros: 4 * usa, reserveMicros: 2 * usa });
  await frozen(ctx, sender);
  await sender.drain();
  expect(carrier.requests.length).toBe(2);
  const kinds = ['reply', 'help', 'opt-out-confirmation', 'help'] as const;
  for (const kind of kinds) {
    const body = `A ${kind}`;
    await createOutbound(ctx, {
      kind,
      contactId: null,
      phone: '+14155559999',
      numberId,
      body,
      replyToId: null,
    });
  }
  const jobs = services.jobs.splice(0).filter((job) => job.name === 'message.send-now');
  for (const job of jobs) await sender.runBatch(job.payload, new AbortController().signal);
  expect(carrier.requests.slice(2).map(({ body }) => body)).toEqual(['A help', 'A opt-out-confirmation']);
  expect(await daySpent(services, ctx)).toBe(4 * usa);
  expect(await ledgerFaults(ctx)).toEqual([]);
});

test('simulated and live texts have books of their own', async () => {
  const { ctx, carrier, numberId, sender } = await scene(10);
  await putBudget(ctx, { ...noLimits, dailyLimitMicros: 10 * usa });
  await frozen(ctx, sender);
  await sender.drain();
  await services.database.owner.query('update carrier_accounts set live = true where tenant_id = $1', [
    ctx.tenantId,
  ]);
  const phone = '+14155559999';
  await createOutbound(ctx, {
    kind: 'reply',
    contactId: null,
    phone,
    numberId,
    body: 'Yes',
    replyToId: null,
  });
  const jobs = services.jobs.splice(0).filter((job) => job.name === 'message.send-now');
  for (const job of jobs) await sender.runBatch(job.payload, new AbortController().signal);
  expect(carrier.requests.length).toBe(11);
  expect(await getBudget(ctx, {})).toMatchObject({ simulated: false, day: { spentMicros: usa } });
  expect(await getBudget(ctx, { simulated: true })).toMatchObject({ day: { spentMicros: 10 * usa } });
  expect(await ledgerFaults(ctx)).toEqual([]);
});

test('those who may change the budget are told at 50, 80 and 100 %, each once, the last with what waits', async () => {
  const { ctx, email, sender } = await scene(900);
  await putBudget(ctx, { ...noLimits, dailyLimitMicros: 850 * usa });
  services.topics.length = 0;
  await frozen(ctx, sender);
  await sender.drain();
  await frozen(ctx, sender);
  await sender.drain();
  const mails = await mailsOf(ctx);
  expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
    [email, 'Simulated: The daily budget of Test tenant is used to 50 %'],
    [email, 'Simulated: The daily budget of Test tenant is used to 80 %'],
    [email, 'Simulated: The daily budget of Test tenant is used up'],
  ]);
  expect(mails[2]?.text).toContain('50 texts of 1 campaign wait for it.');
  expect(services.topics).toContain('budget');
  expect((await getBudget(ctx, {})).day.alerted).toBe(100);
});

test('levels are reached, not guessed', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 1_000_000 }), (spent, limit) => {
      const level = alertLevel(spent, limit);
      expect(spent * 100).toBeGreaterThanOrEqual(level === 0 ? 0 : limit * level);
      const next = level === 0 ? 50 : level === 50 ? 80 : level === 80 ? 100 : Number.POSITIVE_INFINITY;
      expect(spent * 100).toBeLessThan(limit * next);
    }),
  );
  expect(alertLevel(5, null)).toBe(0);
  expect(alertLevel(0, 0)).toBe(0);
});

test('the longest prefix of own prices and list counts, and what fits none takes the highest', () => {
  const { partMicros } = priceList({ '1415': 100, '49': 200_000, '4': 1 });
  expect(partMicros('+14155550100')).toBe(100);
  expect(partMicros('+12125550100')).toBe(usa);
  expect(partMicros('+18095550100')).toBe(105_000);
  expect(partMicros('+491701234567')).toBe(200_000);
  expect(partMicros('+447700900123')).toBe(52_000);
  expect(partMicros('+431234567')).toBe(1);
  expect(partMicros('+971501234567')).toBe(200_000);
});

test('the database prices phones as the list does', async () => {
  const list = priceList({ '1415': 100, '49': 200_000, '4': 1 });
  const { ctx } = await scene(0);
  const phones = [
    '+14155550100',
    '+12125550100',
    '+18095550100',
    '+491701234567',
    '+431234567',
    '+971501234567',
  ];
  const { rows } = await withTransaction(ctx, (ctx) =>
    ctx.tx.db.execute<{ phone: string; price: number }>(
      sql`select phone, ${list.partMicrosSql(sql`phone`)} as price from unnest(${sql.param(phones)}::text[]) as phone`,
    ),
  );
  expect(rows).toEqual(phones.map((phone) => ({ phone, price: list.partMicros(phone) })));
});

test('the cost of the preview is what the ledger settles, over countries and parts', async () => {
  const { ctx, sender } = await scene(120);
  await services.database.owner.query(
    `insert into contacts (tenant_id, phone, first_name, country, consent)
     select $1, p || lpad(n::text, 4, '0'), case when n % 2 = 0 then repeat('長', 80) else 'Jo' end, 'US', 'granted'
     from generate_series(1, 25) n, unnest(array['+120255512', '+180955512', '+141655512']) p where n > 0`,
    [ctx.tenantId],
  );
  const id = await frozen(ctx, sender, `${'x'.repeat(150)} {{first_name|there}}`);
  const shown = await previewCampaign(ctx, { id });
  await sender.drain();
  const { day } = await getBudget(ctx, {});
  expect(shown.recipients).toBe(195);
  expect(day).toMatchObject({ reservedMicros: 0, chargedMicros: shown.costMicros, driftMicros: 0 });
});

test('the ledger lists every step with running sums over its pages', async () => {
  const { ctx, carrier, sender } = await scene(250);
  carrier.answer = (text, take) =>
    text.to.endsWith('7')
      ? { type: 'refused', errorCode: '21614', detail: 'no' }
      : { type: 'accepted', carrierMessageId: take(), parts: null };
  const id = await frozen(ctx, sender);
  await sender.drain();
  const all = await listLedger(ctx, { limit: 200 });
  const paged = [];
  let cursor: string | undefined;
  do {
    const page = await listLedger(ctx, { limit: 3, cursor });
    paged.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(paged).toEqual(all.items);
  expect(all.items.reduce((sum, { micros }) => sum + micros, 0)).toBe(0);
  const newest = (side: string) => all.items.find((entry) => entry.side === side)?.runningMicros;
  expect([newest('budget'), newest('reserved'), newest('charged')]).toEqual([-225 * usa, 0, 225 * usa]);
  const released = await listLedger(ctx, { limit: 200, kind: 'release', campaignId: id });
  const { name } = await getCampaign(ctx, { id });
  expect(released.items.every((entry) => entry.campaignId === id && entry.campaignName === name)).toBe(true);
  expect(released.items.find(({ side }) => side === 'budget')?.runningMicros).toBe(25 * usa);
  expect((await listLedger(ctx, { limit: 200, simulated: false })).items).toEqual([]);
});

test('the check of all tenants finds what is off and says how much of it there is', async () => {
  const { ctx, sender } = await scene(5);
  await frozen(ctx, sender);
  await sender.drain();
  const run = { signal: new AbortController().signal };
  expect(await checkLedgers(services, run)).toMatchObject({ failed: 0, faults: 0 });
  await services.database.owner.query(
    'update budgets set month_spent_micros = 1 where tenant_id = $1 and simulated',
    [ctx.tenantId],
  );
  expect(await checkLedgers(services, run)).toMatchObject({ failed: 0, faults: 1 });
});
