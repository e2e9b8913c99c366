import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getBudget } from '../src/budget/get.ts';
import { putBudget } from '../src/budget/put.ts';
import { withTransaction, type Context } from '../src/context/context.ts';
import type { JobRequest, ListedText } from '../src/context/ports.ts';
import { keepCharges } from '../src/ledger/keep-charges.ts';
import { findDrift } from '../src/reports/recount.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { createTestServices, newContext, testSettings, type TestServices } from '../src/testing/kit.ts';
import { frozen, ledgerFaults, noLimits } from './budget-kit.ts';
import { addContacts, giveNumber, ScriptedCarrier, TestSender } from './sending-kit.ts';

/** Price of one part to the USA, micro-dollars. */
const usa = 7_900;

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
  // Every look is due at once, and always again.
  services.settings = {
    ...testSettings,
    followUp: { agesMs: { first: 0, second: 0, last: 3_600_000 }, gapMs: 0 },
  };
});
afterAll(() => services.close());

async function sent(contacts: number) {
  services.jobs.length = 0;
  const ctx = await newContext(services);
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  await giveNumber(ctx);
  await addContacts(ctx, contacts);
  const sender = new TestSender(services, ctx);
  const id = await frozen(ctx, sender);
  await drainSends(ctx, sender);
  return { ctx, carrier, sender, id };
}

/** Runs what there is to send; looks at the carrier's list wait for `lookOnce`. */
async function drainSends(ctx: Context, sender: TestSender): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    await sender.pump.round();
    const jobs = jobsOf(ctx).filter(({ name }) => name !== 'message.follow-up');
    if (jobs.length === 0) return;
    for (const job of jobs) await sender.run(job);
  }
}

function jobsOf(ctx: Context): JobRequest[] {
  return services.jobs.splice(0).filter(({ payload }) => payload.tenantId === ctx.tenantId);
}

/** Lets the sweep find one look as due, and runs it. */
async function lookOnce(ctx: Context, sender: TestSender, run = sender.run.bind(sender)): Promise<void> {
  await services.database.owner.query(`update follow_up_cursors set offered_at = null where tenant_id = $1`, [
    ctx.tenantId,
  ]);
  await sender.pump.round();
  const job = jobsOf(ctx).find((one) => one.name === 'message.follow-up' && one.payload.look === 'first');
  if (job === undefined) throw new Error('no look was due');
  await run(job);
}

const priced =
  (micros: (index: number) => number | null, change: Partial<ListedText> = {}) =>
  (texts: ListedText[]) =>
    texts.map((text, index) => ({ ...text, ...change, priceMicros: micros(index) }));

const counterDrift = (ctx: Context, id: string) => withTransaction(ctx, (ctx) => findDrift(ctx, id));

test('lost callbacks, prices and error codes are read from the list, over pages, and everything still sums up', async () => {
  const { ctx, carrier, sender, id } = await sent(60);
  carrier.pageSize = 25;
  carrier.listing = (texts) =>
    texts.map((text, index) => ({
      ...text,
      status: index % 5 === 0 ? 'undelivered' : 'delivered',
      errorCode: index % 5 === 0 ? '30003' : null,
      priceMicros: index % 2 === 0 ? usa + 100 : usa,
    }));
  await lookOnce(ctx, sender);
  const drift = (13 + 13 + 5) * 100;
  expect(await reportCampaign(ctx, { id })).toMatchObject({
    totals: { delivered: 48, undelivered: 12, costMicros: 60 * usa + drift },
    errors: [{ code: '30003', count: 12 }],
  });
  const { day } = await getBudget(ctx, {});
  expect(day).toMatchObject({ chargedMicros: 60 * usa + drift, driftMicros: drift });
  expect(await ledgerFaults(ctx)).toEqual([]);
  expect(await counterDrift(ctx, id)).toEqual([]);
  await lookOnce(ctx, sender);
  expect((await getBudget(ctx, {})).day).toEqual(day);
  const { rows } = await services.database.owner.query(
    'select count(*)::int as open from messages where tenant_id = $1 and not priced',
    [ctx.tenantId],
  );
  expect(rows).toEqual([{ open: 0 }]);
});

test('whatever prices come in whatever order, the budget is charged the last of each, once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.option(fc.nat(30_000)), { minLength: 8, maxLength: 8 }), {
        minLength: 1,
        maxLength: 3,
      }),
      async (lists) => {
        const { ctx, carrier, sender, id } = await sent(8);
        for (const list of lists) {
          carrier.listing = priced((index) => list[index] ?? null);
          await lookOnce(ctx, sender);
        }
        const last = Array.from({ length: 8 }, (_, index) =>
          lists.reduce((price, list) => list[index] ?? price, usa),
        );
        const charged = last.reduce((sum, price) => sum + price, 0);
        expect((await getBudget(ctx, {})).day).toMatchObject({
          chargedMicros: charged,
          spentMicros: charged,
        });
        expect(await ledgerFaults(ctx)).toEqual([]);
        expect(await counterDrift(ctx, id)).toEqual([]);
      },
    ),
    { numRuns: 5 },
  );
}, 60_000);

test('among final states the list of the carrier wins, and the counters follow', async () => {
  const { ctx, carrier, sender, id } = await sent(4);
  carrier.listing = priced(() => null, { status: 'delivered' });
  await lookOnce(ctx, sender);
  carrier.listing = priced(() => null, { status: 'undelivered', errorCode: '30005' });
  await lookOnce(ctx, sender);
  expect(await reportCampaign(ctx, { id })).toMatchObject({
    totals: { delivered: 0, undelivered: 4 },
    errors: [{ code: '30005', count: 4 }],
  });
  carrier.listing = priced(() => null, { status: 'sent' });
  await lookOnce(ctx, sender);
  expect((await reportCampaign(ctx, { id })).totals).toMatchObject({ undelivered: 4 });
  expect(await counterDrift(ctx, id)).toEqual([]);
});

test('a text that never left the carrier costs nothing, until a price for it is told', async () => {
  const { ctx, carrier, sender, id } = await sent(3);
  carrier.listing = priced(() => null, { status: 'failed', errorCode: '30001' });
  await lookOnce(ctx, sender);
  expect((await getBudget(ctx, {})).day).toMatchObject({ chargedMicros: 0, spentMicros: 0 });
  carrier.listing = priced(() => 1_000, { status: 'failed', errorCode: '30001' });
  await lookOnce(ctx, sender);
  await lookOnce(ctx, sender);
  expect((await getBudget(ctx, {})).day).toMatchObject({ chargedMicros: 3_000, spentMicros: 3_000 });
  expect(await ledgerFaults(ctx)).toEqual([]);
  expect(await counterDrift(ctx, id)).toEqual([]);
});

test('what the carrier charges beyond its list counts as spent and stops further sends', async () => {
  const { ctx, carrier, sender } = await sent(10);
  await putBudget(ctx, { ...noLimits, dailyLimitMicros: 30 * usa });
  carrier.listing = priced(() => 4 * usa);
  await lookOnce(ctx, sender);
  expect((await getBudget(ctx, {})).day).toMatchObject({
    spentMicros: 40 * usa,
    leftMicros: 0,
    alerted: 100,
  });
  const next = await frozen(ctx, sender);
  await drainSends(ctx, sender);
  expect(carrier.requests.length).toBe(10);
  expect(await reportCampaign(ctx, { id: next })).toMatchObject({
    waitingBy: [{ reason: 'budget', count: 10 }],
  });
  expect(await ledgerFaults(ctx)).toEqual([]);
});

test('a look that breaks goes on at the page where it broke, and a page is applied once', async () => {
  const { ctx, carrier, sender } = await sent(30);
  carrier.pageSize = 10;
  carrier.listing = priced(() => usa + 1);
  const list = carrier.listSent;
  const pages: (string | null)[] = [];
  carrier.listSent = async (filter) => {
    pages.push(filter.page);
    if (pages.length === 3) throw new Error('502');
    return list(filter);
  };
  await expect(lookOnce(ctx, sender)).rejects.toThrow('502');
  expect((await getBudget(ctx, {})).day.driftMicros).toBe(20);
  await lookOnce(ctx, sender, async (job) => {
    await Promise.all([sender.run(job), sender.run(job)]);
  });
  expect(pages.slice(0, 4)).toEqual([null, '10', '20', '20']);
  expect((await getBudget(ctx, {})).day.driftMicros).toBe(30);
  expect(await ledgerFaults(ctx)).toEqual([]);
});

test('a text that went back to the queue keeps what its earlier attempt cost, and that attempt is priced too', async () => {
  const { ctx, carrier, sender, id } = await sent(3);
  const { rows } = await services.database.owner.query<{ id: string }>(
    'select id from messages where tenant_id = $1 order by id limit 1',
    [ctx.tenantId],
  );
  const again = rows[0]?.id ?? randomUUID();
  await withTransaction(ctx, (ctx) => keepCharges(ctx, [again]));
  await services.database.owner.query('update messages set attempt = attempt + 1 where id = $1', [again]);
  expect(await ledgerFaults(ctx)).toEqual([]);
  carrier.listing = priced(() => usa - 500);
  await lookOnce(ctx, sender);
  expect((await getBudget(ctx, {})).day).toMatchObject({
    chargedMicros: 3 * (usa - 500),
    driftMicros: -1_500,
  });
  expect(await ledgerFaults(ctx)).toEqual([]);
  expect(await counterDrift(ctx, id)).toEqual([]);
});

test('texts of others in the same account change nothing', async () => {
  const { ctx, carrier, sender } = await sent(2);
  carrier.listing = (texts) =>
    texts.map((text) => ({ ...text, carrierMessageId: `SM${'0'.repeat(32)}`, priceMicros: 1 }));
  await lookOnce(ctx, sender);
  expect((await getBudget(ctx, {})).day).toMatchObject({ chargedMicros: 2 * usa, driftMicros: 0 });
});
