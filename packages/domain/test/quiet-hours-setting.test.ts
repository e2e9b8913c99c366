import { afterAll, beforeAll, expect, test } from 'vitest';
import { putQuietHours as schema } from '@sms-crm/contracts/quiet-hours';
import { getQuietHours, putQuietHours } from '../src/quiet-hours/setting.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { addContacts, giveNumber, launch, ScriptedCarrier, TestSender } from './sending-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
  services.clock = { ...services.clock, demoTime: () => '11:00' };
});
afterAll(() => services.close());

const none = { from: null, to: null, closedWeekdays: [], closedDates: [] };

test('narrower hours hold for what waits already, and wider ones let it go on at once', async () => {
  const ctx = await newContext(services);
  services.carrier.current = new ScriptedCarrier();
  await giveNumber(ctx);
  await addContacts(ctx, 40);
  const sender = new TestSender(services, ctx);
  await putQuietHours(ctx, { ...none, from: 14 * 60 });
  const id = await launch(ctx);
  await sender.drain();
  const waiting = await reportCampaign(ctx, { id });
  expect(waiting.waitingBy).toMatchObject([{ reason: 'quiet_hours', count: 40 }]);
  await putQuietHours(ctx, none);
  await sender.drain();
  expect((await reportCampaign(ctx, { id })).totals).toMatchObject({ handedOver: 40, waiting: 0 });
  const entries = await services.database.owner.query(
    `select action from audit_log where tenant_id = $1 and action = 'quiet-hours.update'`,
    [ctx.tenantId],
  );
  expect(entries.rows).toHaveLength(2);
});

test('the law of every region is told with its source, and what was set comes back', async () => {
  const ctx = await newContext(services);
  const set = { from: 600, to: 1_080, closedWeekdays: [0], closedDates: ['2026-12-24'] };
  await putQuietHours(ctx, set);
  const { setting, laws } = await getQuietHours(ctx);
  expect(setting).toEqual(set);
  const texas = laws.find(({ region }) => region === 'US-TX');
  expect(texas).toMatchObject({ name: 'Texas', maxPerDay: null });
  expect(texas?.week[0]).toEqual({ from: 12 * 60, to: 21 * 60 });
  expect(laws.every(({ source, week }) => source !== '' && week.length === 7)).toBe(true);
});

test('hours outside those of the law are refused, which would skip everybody for good', async () => {
  const ctx = await newContext(services);
  for (const hours of [{ from: 1_290 }, { from: 1_170, to: 1_290 }, { to: 570 }]) {
    await expect(putQuietHours(ctx, { ...none, ...hours })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('from 9:00 to 20:00'),
    });
  }
  for (const hours of [{ from: 1_140 }, { to: 600 }]) await putQuietHours(ctx, { ...none, ...hours });
});

test('hours that leave no time to send are refused', () => {
  expect(schema.safeParse({ ...none, from: 1_200, to: 1_230 }).success).toBe(false);
  expect(schema.safeParse({ ...none, from: 1_200, to: 600 }).success).toBe(false);
  expect(schema.safeParse({ ...none, closedWeekdays: [0, 1, 2, 3, 4, 5, 6] }).success).toBe(false);
  expect(schema.safeParse({ ...none, from: 540, to: 1_200 }).success).toBe(true);
});
