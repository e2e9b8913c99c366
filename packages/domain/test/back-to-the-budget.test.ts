import { afterAll, beforeAll, expect, test } from 'vitest';
import { getBudget } from '../src/budget/get.ts';
import { putBudget } from '../src/budget/put.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { frozen, holdWaits, ledgerFaults, noLimits } from './budget-kit.ts';
import { addContacts, giveNumber, ScriptedCarrier, TestSender } from './sending-kit.ts';

/** Price of one part to the USA, micro-dollars. */
const usa = 7_900;

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

/** Thirty people in one batch, and money for twenty. */
async function scene() {
  services.jobs.length = 0;
  const ctx = await newContext(services);
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  await giveNumber(ctx);
  await addContacts(ctx, 30);
  await putBudget(ctx, { ...noLimits, dailyLimitMicros: 20 * usa });
  return { ctx, carrier, sender: new TestSender(services, ctx) };
}

test('what refused texts give back is spent the same day, although the others wait for the next', async () => {
  const { ctx, carrier, sender } = await scene();
  carrier.answer = (text, take) =>
    text.to < '+14155550005'
      ? { type: 'refused', errorCode: '29999', detail: 'no' }
      : { type: 'accepted', carrierMessageId: take(), parts: null };
  const id = await frozen(ctx, sender);
  await sender.drain();
  expect(carrier.requests.length).toBe(25);
  expect(await reportCampaign(ctx, { id })).toMatchObject({
    totals: { handedOver: 20, waiting: 5 },
    waitingBy: [{ reason: 'budget', count: 5 }],
  });
  expect((await getBudget(ctx, {})).day).toMatchObject({ spentMicros: 20 * usa, reservedMicros: 0 });
  expect(await ledgerFaults(ctx)).toEqual([]);
});

test('an outcome nobody knows is looked up, although the others of its batch wait for the next day', async () => {
  const { ctx, carrier, sender } = await scene();
  carrier.answer = (text, take) => {
    const carrierMessageId = take();
    return text.to === '+14155550003'
      ? { type: 'unknown', detail: 'time-out' }
      : { type: 'accepted', carrierMessageId, parts: null };
  };
  const id = await frozen(ctx, sender);
  await sender.drain();
  expect(carrier.requests.length).toBe(20);
  const report = await reportCampaign(ctx, { id });
  expect(report.totals).toMatchObject({ handedOver: 20, waiting: 10 });
  expect(report.waitingBy).toMatchObject([{ reason: 'budget', count: 10 }]);
  expect((await getBudget(ctx, {})).day).toMatchObject({ chargedMicros: 20 * usa, reservedMicros: 0 });
});

test('when the end of a campaign hangs on outcomes that nobody knows, it cannot be foreseen', async () => {
  const { ctx, carrier, sender } = await scene();
  await putBudget(ctx, noLimits);
  carrier.answer = () => ({ type: 'unknown', detail: 'time-out' });
  const id = await frozen(ctx, sender);
  await sender.pump.round();
  for (const job of sender.takeJobs()) await sender.run(job);
  expect((await reportCampaign(ctx, { id })).finish).toMatchObject({ at: null, binds: 'outcome_unknown' });
});

test('money that comes while a claim writes that the rest waits for some is spent at once', async () => {
  const { ctx, carrier, sender } = await scene();
  await frozen(ctx, sender);
  await sender.pump.round();
  const waits = await holdWaits(services);
  const claiming = Promise.all(sender.takeJobs().map((job) => sender.run(job)));
  await waits.blocked();
  await putBudget(ctx, noLimits);
  await waits.free();
  await claiming;
  await sender.drain();
  expect(carrier.taken.length).toBe(30);
  expect(await ledgerFaults(ctx)).toEqual([]);
});
