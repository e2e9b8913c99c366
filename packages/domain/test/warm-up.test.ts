import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { numberDaily, warmUpSteps } from '@sms-crm/db/tables/sending';
import { withTransaction, type Context } from '../src/context/context.ts';
import { advanceWarmUps } from '../src/numbers/advance-warm-up.ts';
import { getNumber } from '../src/numbers/detail.ts';
import { updateNumber } from '../src/numbers/update.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { own } from './failure-kit.ts';
import { giveNumbers } from './number-kit.ts';
import { addContacts, launch, ScriptedCarrier, spreadOverZones, TestSender } from './sending-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const dayMs = 86_400_000;

/** A tenant with one number on the first day of its ramp, and a clock that its test moves. */
async function scene(): Promise<{
  ctx: Context;
  id: string;
  carrier: ScriptedCarrier;
  /** Time passes, and the numbers are not looked at. */
  pass: (ms: number) => void;
  later: (ms: number) => Promise<number>;
}> {
  // 3 p.m. in New York, so that a day later is always the next day there.
  let nowMs = Date.UTC(2027, 2, 1, 20);
  services.clock = { ...services.clock, now: () => new Date(nowMs) };
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  services.jobs.length = 0;
  const ctx = await newContext(services);
  const { ids } = await giveNumbers(ctx, [{ phone: '+13035550000', rateParts: 1 }]);
  const [id = ''] = ids;
  await updateNumber(ctx, { id, change: { warmUp: 'start', registrationId: null } });
  const pass = (ms: number) => {
    nowMs += ms;
  };
  const later = async (ms: number) => {
    pass(ms);
    return (await advanceWarmUps(services, { signal: new AbortController().signal })).changed;
  };
  return { ctx, id, carrier, pass, later };
}

async function results(
  ctx: Context,
  numberId: string,
  day: string,
  counts: Partial<typeof numberDaily.$inferInsert>,
): Promise<void> {
  await withTransaction(ctx, (ctx) =>
    ctx.tx.db.insert(numberDaily).values({ tenantId: ctx.tenantId, numberId, day, ...counts }),
  );
}

async function levelOf(ctx: Context, id: string): Promise<number | null | undefined> {
  const rows = await withTransaction(ctx, (ctx) =>
    ctx.tx.db
      .select()
      .from(sendingNumbers)
      .where(and(eq(sendingNumbers.id, id))),
  );
  return rows[0]?.warmUpLevel;
}

test('a good day earns the next level after midnight, once; filtered texts cost one and a day; rest costs two', async () => {
  const { ctx, id, later } = await scene();
  await results(ctx, id, '2027-03-01', { parts: 90, handedOver: 90 });
  expect(await later(0)).toBe(0);
  expect(await later(dayMs)).toBe(1);
  expect(await later(60_000)).toBe(0);
  expect(await levelOf(ctx, id)).toBe(1);
  await results(ctx, id, '2027-03-02', { parts: 250, handedOver: 200, failed: 4, filtered: 1, optOuts: 2 });
  await later(dayMs);
  expect(await levelOf(ctx, id)).toBe(2);
  await results(ctx, id, '2027-03-03', { parts: 500, handedOver: 100, failed: 2, filtered: 2 });
  await later(dayMs);
  expect(await levelOf(ctx, id)).toBe(1);
  await results(ctx, id, '2027-03-04', { parts: 250, handedOver: 250 });
  await later(dayMs);
  expect(await levelOf(ctx, id)).toBe(1);
  await results(ctx, id, '2027-03-05', { parts: 250, handedOver: 250 });
  await later(dayMs);
  await results(ctx, id, '2027-03-06', { parts: 500, handedOver: 500 });
  await later(dayMs);
  expect(await levelOf(ctx, id)).toBe(3);
  for (let day = 0; day < 30; day += 1) await later(dayMs);
  expect(await levelOf(ctx, id)).toBe(1);
  const steps = await withTransaction(ctx, (ctx) => ctx.tx.db.select().from(warmUpSteps));
  expect(steps.map(({ day, fromLevel, toLevel, reason }) => [day, fromLevel, toLevel, reason])).toEqual([
    ['2027-03-01', null, 0, 'started'],
    ['2027-03-02', 0, 1, 'advanced'],
    ['2027-03-03', 1, 2, 'advanced'],
    ['2027-03-04', 2, 1, 'filtered'],
    ['2027-03-06', 1, 2, 'advanced'],
    ['2027-03-07', 2, 3, 'advanced'],
    ['2027-03-21', 3, 1, 'idle'],
  ]);
});

test.each([
  { moved: 'fell', level: 1, results: { parts: 250, handedOver: 250, filtered: 30 }, sent: 100 },
  { moved: 'rose', level: 0, results: { parts: 100, handedOver: 100 }, sent: 250 },
])(
  'the first texts after midnight go by the new day’s level, although the clock has not looked: one that $moved',
  async ({ level, results: counts, sent }) => {
    const { ctx, id, carrier, pass } = await scene();
    await services.database.owner.query(
      'update sending_numbers set warm_up_level = $2, rate_parts = 100 where id = $1',
      [id, level],
    );
    await results(ctx, id, '2027-03-01', counts);
    await addContacts(ctx, 300);
    pass(9 * 3_600_000 + 60_000);
    await launch(ctx, 'Hello');
    await new TestSender(services, ctx).drain();
    expect(carrier.requests).toHaveLength(sent);
  },
);

test('the ladder shows what was, what holds today and what may come', async () => {
  const { ctx, id, later } = await scene();
  await results(ctx, id, '2027-03-01', { parts: 100, handedOver: 100, delivered: 97, failed: 1, optOuts: 1 });
  await later(dayMs);
  const number = await getNumber(ctx, { id });
  expect(number.warmUp).toEqual({ level: 1, allowance: 250, usedParts: 0 });
  expect(number.health).toMatchObject({ handedOver: 100, delivered: 97, failedRate: 0.01, optOutRate: 0.01 });
  expect(number.ladder.slice(0, 4)).toEqual([
    { when: 'past', day: '2027-03-01', level: 0, allowance: 100, usedParts: 100, reason: 'started' },
    { when: 'today', day: '2027-03-02', level: 1, allowance: 250, usedParts: 0, reason: 'advanced' },
    { when: 'next', day: '2027-03-03', level: 2, allowance: 500, usedParts: null, reason: null },
    { when: 'next', day: '2027-03-04', level: 3, allowance: 750, usedParts: null, reason: null },
  ]);
});

test('what a number sent before its ramp began counts for that day, and stays counted when the ramp begins again', async () => {
  const { ctx, id, carrier } = await scene();
  await addContacts(ctx, 20);
  await updateNumber(ctx, { id, change: { warmUp: 'skip', warmUpCurve: [12, 500] } });
  await results(ctx, id, '2027-03-01', { parts: 10, handedOver: 10 });
  await withTransaction(ctx, (ctx) =>
    ctx.tx.db.update(sendingNumbers).set({ rateParts: 100 }).where(eq(sendingNumbers.id, id)),
  );
  await updateNumber(ctx, { id, change: { warmUp: 'start' } });
  await launch(ctx, 'Hello');
  await new TestSender(services, ctx).drain();
  expect(carrier.requests.length).toBe(2);
  for (const warmUp of ['skip', 'start'] as const) await updateNumber(ctx, { id, change: { warmUp } });
  await new TestSender(services, ctx).drain();
  expect(carrier.requests.length).toBe(2);
});

test('what is on its way as a ramp begins counts for its first day until it comes back', async () => {
  const { ctx, id, carrier } = await scene();
  await addContacts(ctx, 5);
  await updateNumber(ctx, { id, change: { warmUp: 'skip', warmUpCurve: [60], rateParts: 100 } });
  const refusal = Promise.withResolvers<{ type: 'refused'; errorCode: string; detail: string }>();
  let asked = 0;
  carrier.answer = () => {
    asked += 1;
    return refusal.promise;
  };
  await launch(ctx, 'Hello');
  const sending = new TestSender(services, ctx).drain();
  await vi.waitFor(() => expect(asked).toBe(5), { timeout: 20_000 });
  const counted = () =>
    own(services, ctx, `select parts::int from number_usage where tenant_id = $1 and kind = 'warm-up'`);
  await updateNumber(ctx, { id, change: { warmUp: 'start' } });
  expect(await counted()).toEqual([{ parts: 5 }]);
  refusal.resolve({ type: 'refused', errorCode: '21211', detail: 'no such phone' });
  await sending;
  expect(await counted()).toEqual([{ parts: 0 }]);
});

test('a day’s parts go out and not one more, whoever claims at once; the rest waits for the next day and goes then', async () => {
  const { ctx, id, carrier, later } = await scene();
  await addContacts(ctx, 230);
  await spreadOverZones(ctx);
  await updateNumber(ctx, { id, change: { warmUpCurve: [137, 500] } });
  await withTransaction(ctx, (ctx) =>
    ctx.tx.db.update(sendingNumbers).set({ rateParts: 100 }).where(eq(sendingNumbers.id, id)),
  );
  await services.database.owner.query(`update contacts set created_at = '2027-01-01' where tenant_id = $1`, [
    ctx.tenantId,
  ]);
  const sender = new TestSender(services, ctx);
  const campaignId = await launch(ctx, 'Hello');
  for (const job of services.jobs.splice(0)) if (job.name === 'campaign.freeze') await sender.run(job);
  await sender.pump.round();
  const batches = services.jobs.splice(0).filter((job) => job.name === 'message.send-bulk');
  expect(batches.length).toBe(3);
  await Promise.all(batches.map((job) => sender.run(job)));
  expect(carrier.requests.length).toBeLessThanOrEqual(137);
  await sender.drain();
  const after = await services.database.owner.query<{ parts: number }>(
    `select parts::int from number_usage where tenant_id = $1 and kind = 'warm-up'`,
    [ctx.tenantId],
  );
  expect(after.rows).toEqual([{ parts: 137 }]);
  expect(carrier.requests.length).toBe(137);
  const { waitingBy } = await reportCampaign(ctx, { id: campaignId });
  expect(waitingBy.find(({ reason }) => reason === 'warm_up')).toMatchObject({
    count: 93,
    nextAt: '2027-03-02T05:00:00.000Z',
  });
  await later(dayMs);
  await sender.drain();
  expect(carrier.requests.length).toBe(230);
  expect((await reportCampaign(ctx, { id: campaignId })).campaign.status).toBe('completed');
});
