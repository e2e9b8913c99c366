import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { changeCampaignState } from '../src/campaigns/move.ts';
import { wakePump, withTransaction, type Context } from '../src/context/context.ts';
import { putKillSwitch } from '../src/kill-switch/put.ts';
import { OfferWindow } from '../src/pump/window.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { addContacts, giveNumber, launch, ScriptedCarrier, TestSender } from './sending-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());
beforeEach(() => {
  services.jobs.length = 0;
});

/** Times the pump was woken by `work`. */
async function wakes(work: () => Promise<unknown>): Promise<number> {
  const before = services.wakes.count;
  await work();
  return services.wakes.count - before;
}

async function frozen(): Promise<{ ctx: Context; id: string; sender: TestSender }> {
  const ctx = await newContext(services);
  services.carrier.current = new ScriptedCarrier();
  await giveNumber(ctx);
  await addContacts(ctx, 3);
  const id = await launch(ctx);
  const sender = new TestSender(services, ctx);
  const freeze = services.jobs.splice(0).filter((job) => job.name === 'campaign.freeze');
  expect(await wakes(() => Promise.all(freeze.map((job) => sender.run(job))))).toBe(1);
  return { ctx, id, sender };
}

/** The one batch of the tenant that the pump offers now. */
async function offered(ctx: Context, sender: TestSender): Promise<{ batchId: string; offer: number }> {
  await sender.pump.round();
  const job = services.jobs.splice(0).find(({ payload }) => payload.tenantId === ctx.tenantId);
  if (job?.name !== 'message.send-bulk') throw new Error('no batch was offered');
  return job.payload;
}

test('what the pump can offer wakes it: a frozen audience, a resumed campaign, a lifted kill switch', async () => {
  const { ctx, id } = await frozen();
  expect(await wakes(() => changeCampaignState(ctx, { id, move: 'pause' }))).toBe(0);
  expect(await wakes(() => changeCampaignState(ctx, { id, move: 'resume' }))).toBe(1);
  const put = (on: boolean) => putKillSwitch(ctx, { scope: 'campaign', id, on, reason: 'test' });
  expect(await wakes(() => put(true))).toBe(0);
  expect(await wakes(() => put(false))).toBe(1);
  expect(await wakes(() => put(false))).toBe(0);
});

test('a batch that comes back wakes it, one that is done or must wait does not', async () => {
  const { ctx, sender } = await frozen();
  const [stopping, going] = [AbortSignal.abort(), new AbortController().signal];
  const first = await offered(ctx, sender);
  expect(await wakes(() => sender.runBatch(first, stopping))).toBe(1);
  const again = await offered(ctx, sender);
  expect(await wakes(() => sender.runBatch(again, going))).toBe(0);
});

test('nothing is woken before the commit, nor by a transaction that failed', async () => {
  const ctx = await newContext(services);
  const before = services.wakes.count;
  const failing = withTransaction(ctx, async (ctx) => {
    wakePump(ctx);
    expect(services.wakes.count).toBe(before);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(services.wakes.count).toBe(before);
});

/** Keeps a window full while 40 batches a second are finished; what it comes to in 20 s. */
function sizeAskedEvery(everyMs: number): number {
  const window = new OfferWindow();
  let out = 0;
  for (let at = 0; at <= 20_000; at += everyMs) {
    out -= Math.min(out, (40 * everyMs) / 1_000);
    const places = window.places(out, at);
    window.offered(places);
    out += places;
  }
  return window.size;
}

test('the window measures the same throughput however often it is asked', () => {
  expect(sizeAskedEvery(250)).toBeGreaterThan(70);
  expect(Math.abs(sizeAskedEvery(25) - sizeAskedEvery(250))).toBeLessThanOrEqual(4);
});
