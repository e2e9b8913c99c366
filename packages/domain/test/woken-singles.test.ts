import { afterAll, beforeAll, expect, test } from 'vitest';
import { putBudget } from '../src/budget/put.ts';
import { createOutbound } from '../src/messages/create-outbound.ts';
import { sendMessage } from '../src/messages/send-single.ts';
import { updateNumber } from '../src/numbers/update.ts';
import { putQuietHours } from '../src/quiet-hours/setting.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { holdWaits, noLimits } from './budget-kit.ts';
import { failureScene, own } from './failure-kit.ts';

let services: TestServices;
let demoTime = '11:00';
let now = new Date();
beforeAll(async () => {
  services = await createTestServices();
  services.clock = {
    ...services.clock,
    now: () => now,
    demoTime: () => demoTime,
    recipientTime: () => demoTime,
  };
});
afterAll(() => services.close());

async function scene() {
  [now, demoTime] = [new Date(), '11:00'];
  const found = await failureScene(services, 2);
  const query = <Row extends Record<string, unknown>>(text: string) => own<Row>(services, found.ctx, text);
  const [number] = await query<{ id: string }>('select id from sending_numbers where tenant_id = $1');
  const people = await query<{ id: string; phone: string }>(
    'select id, phone from contacts where tenant_id = $1 order by phone',
  );
  const numberId = number?.id ?? '';
  const reply = async (to: number, body: string) => {
    const { id: contactId = '', phone = '' } = people[to] ?? {};
    await createOutbound(found.ctx, { kind: 'reply', contactId, phone, numberId, body, replyToId: null });
  };
  /** Writes more texts as the one that waits. */
  const more = async (count: number, parts: number) => {
    await query(`insert into messages (tenant_id, direction, kind, status, phone, number_id, number_phone, body, parts)
      select tenant_id, direction, kind, status, phone, number_id, number_phone, repeat('x', ${parts * 150}) || n, ${parts}
      from (select * from messages where tenant_id = $1 and status = 'queued' limit 1) m, generate_series(1, ${count}) n`);
    await query(`insert into message_batches (tenant_id, queue, first_id, last_id, size, single_number_id, waits_for, next_at)
      select m.tenant_id, 'now', m.id, m.id, 1, m.number_id, b.waits_for, b.next_at
      from messages m, (select * from message_batches where tenant_id = $1 and state <> 'done' limit 1) b
      where m.tenant_id = $1 and m.status = 'queued' and not exists (select from message_batches o where o.tenant_id = $1 and o.first_id = m.id)`);
  };
  const waiting = () =>
    query<{ reason: string; awake: boolean; count: number }>(
      `select waits_for as reason, next_at is null as awake, count(*)::int from message_batches
       where tenant_id = $1 and state = 'open' group by 1, 2 order by 1, 2`,
    );
  const sent = async () => {
    await found.sender.drain();
    return found.carrier.requests.length;
  };
  const market = () =>
    sendMessage(found.ctx, { to: people[0]?.phone ?? '', kind: 'marketing', body: 'Your table is free' });
  return { ...found, numberId, reply, more, waiting, sent, market };
}

test('a reply that waits for its number’s ramp goes when the number is taken off it', async () => {
  const { ctx, numberId, reply, sent } = await scene();
  await updateNumber(ctx, { id: numberId, change: { warmUp: 'start', warmUpCurve: [1] } });
  await reply(0, 'one');
  await reply(1, 'two');
  expect(await sent()).toBe(1);
  await updateNumber(ctx, { id: numberId, change: { warmUp: 'skip' } });
  expect(await sent()).toBe(2);
});

test('a reply that waits for money goes when another text gives back what it had reserved', async () => {
  const { ctx, carrier, sender, reply, sent } = await scene();
  await putBudget(ctx, { dailyLimitMicros: 10_000, monthlyLimitMicros: null, reserveMicros: 0 });
  const [asked, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  carrier.answer = async (text, take) => {
    if (text.body !== 'first') return { type: 'accepted', carrierMessageId: take(), parts: null };
    asked.resolve();
    await mayEnd.promise;
    return { type: 'refused', errorCode: '21211', detail: 'no such phone' };
  };
  await reply(0, 'first');
  const running = sender.takeJobs().map((job) => sender.run(job));
  await asked.promise;
  await reply(1, 'second');
  for (const job of sender.takeJobs()) await sender.run(job);
  expect(carrier.requests.map(({ body }) => body)).toEqual(['first']);
  mayEnd.resolve();
  await Promise.all(running);
  expect(await sent()).toBe(2);
});

test('a reply goes for which money comes while its claim writes that it waits for some', async () => {
  const { ctx, sender, reply, sent } = await scene();
  await putBudget(ctx, { ...noLimits, dailyLimitMicros: 1 });
  await reply(0, 'one');
  const waits = await holdWaits(services);
  const claiming = sender.takeJobs().map((job) => sender.run(job));
  await waits.blocked();
  await putBudget(ctx, noLimits);
  await waits.free();
  await Promise.all(claiming);
  expect(await sent()).toBe(1);
});

test('of many replies that wait for money the first are woken when some comes, and the others follow while there is any', async () => {
  const { ctx, reply, more, waiting, sent } = await scene();
  await putBudget(ctx, { ...noLimits, dailyLimitMicros: 1 });
  await reply(0, 'first');
  expect(await sent()).toBe(0);
  await more(54, 1);
  await putBudget(ctx, { ...noLimits, dailyLimitMicros: 50 * 7_900 });
  expect(await waiting()).toEqual([
    { reason: 'budget', awake: false, count: 15 },
    { reason: 'budget', awake: true, count: 40 },
  ]);
  expect(await sent()).toBe(50);
  expect(await waiting()).toEqual([{ reason: 'budget', awake: false, count: 5 }]);
});

test('replies that were woken and must wait for the ramp wake those behind them when it goes on, though these wait for money', async () => {
  const { ctx, numberId, reply, more, waiting, sent } = await scene();
  now = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 5, 15));
  await updateNumber(ctx, { id: numberId, change: { warmUp: 'start', warmUpCurve: [1, 40, 500] } });
  await reply(0, 'first');
  expect(await sent()).toBe(1);
  await putBudget(ctx, { ...noLimits, monthlyLimitMicros: 1 });
  await reply(0, 'second');
  expect(await sent()).toBe(1);
  await more(44, 1);
  await putBudget(ctx, noLimits);
  expect(await sent()).toBe(1);
  expect(await waiting()).toEqual([
    { reason: 'budget', awake: false, count: 5 },
    { reason: 'warm_up', awake: false, count: 40 },
  ]);
  now = new Date(now.getTime() + 86_400_000);
  expect(await sent()).toBe(41);
  now = new Date(now.getTime() + 86_400_000);
  expect(await sent()).toBe(46);
});

test('replies that there is not enough money for keep none waiting that there is enough for', async () => {
  const { ctx, reply, more, waiting, sent } = await scene();
  await putBudget(ctx, { ...noLimits, dailyLimitMicros: 1 });
  await reply(0, 'long '.repeat(60));
  expect(await sent()).toBe(0);
  await more(41, 2);
  await more(3, 1);
  await putBudget(ctx, { ...noLimits, dailyLimitMicros: 15_799 });
  expect(await sent()).toBe(1);
  expect(await waiting()).toEqual([{ reason: 'budget', awake: false, count: 44 }]);
});

test('a marketing text that waits for its hours goes when the tenant widens them, or the demo clock is moved', async () => {
  const { ctx, market, sent } = await scene();
  const hours = { from: 720, to: 780, closedWeekdays: [], closedDates: [] };
  await putQuietHours(ctx, hours);
  await market();
  expect(await sent()).toBe(0);
  await putQuietHours(ctx, { ...hours, from: null, to: null });
  expect(await sent()).toBe(1);
  demoTime = '23:00';
  await market();
  expect(await sent()).toBe(1);
  demoTime = '11:00';
  expect(await sent()).toBe(2);
});

test('a marketing text whose hours end between its claim and its request waits for the next ones', async () => {
  const { carrier, market, sent } = await scene();
  demoTime = '20:59';
  carrier.gate = async (mayStart) => {
    if (demoTime === '20:59') [now, demoTime] = [new Date(now.getTime() + 90_000), '21:00'];
    return mayStart();
  };
  await market();
  await sent();
  expect(carrier.taken).toHaveLength(0);
  [now, demoTime] = [new Date(now.getTime() + 14 * 3_600_000), '11:00'];
  await sent();
  expect(carrier.taken).toHaveLength(1);
});
