import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { messageBatches } from '@sms-crm/db/tables/messages';
import { freezeCampaign } from '../src/campaigns/freeze.ts';
import { withTransaction, type Context } from '../src/context/context.ts';
import type { JobRequest } from '../src/context/ports.ts';
import { Pump } from '../src/pump/pump.ts';
import { addContacts, giveNumber, launch, ScriptedCarrier } from './sending-kit.ts';
import { createTestServices, newContext, testSettings, type TestServices } from '../src/testing/kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());
beforeEach(() => {
  services.jobs.length = 0;
});

const leaseMs = 4_000;

function newPump(keepSchedules: () => Promise<void> = async () => undefined): Pump {
  const settings = { ...testSettings, sendTimes: { ...testSettings.sendTimes, leaseMs } };
  return new Pump({ ...services, settings }, { sweepEveryMs: 0, keepSchedules });
}

async function unknownBatch(ctx: Context): Promise<void> {
  await withTransaction(ctx, (ctx) =>
    ctx.tx.db.insert(messageBatches).values({
      tenantId: ctx.tenantId,
      queue: 'bulk',
      state: 'open',
      waitsFor: 'outcome_unknown',
      firstId: randomUUID(),
      lastId: randomUUID(),
      size: 0,
      reconcileAt: new Date(services.clock.now().getTime() - 1),
    }),
  );
}

async function inMs(elapsed: number, work: () => Promise<unknown>): Promise<void> {
  const { now } = services.clock;
  services.clock = { ...services.clock, now: () => new Date(now().getTime() + elapsed) };
  try {
    await work();
  } finally {
    services.clock = { ...services.clock, now };
  }
}

const ofTenant = (ctx: Context): JobRequest[] =>
  services.jobs.splice(0).filter(({ payload }) => payload.tenantId === ctx.tenantId);

test('a reconciliation that went silent is offered again after one lease, as a job of its own', async () => {
  const ctx = await newContext(services);
  await unknownBatch(ctx);
  await newPump().round();
  const [first] = ofTenant(ctx);
  expect(first?.name).toBe('message.reconcile');
  await inMs(leaseMs - 1_000, () => newPump().round());
  expect(ofTenant(ctx)).toEqual([]);
  await inMs(leaseMs + 1, () => newPump().round());
  const [second] = ofTenant(ctx);
  expect(second).toMatchObject({ name: 'message.reconcile', payload: first?.payload });
  expect(second?.jobId).not.toBe(first?.jobId);
});

test('the sweep looks after the schedulers, once it has offered what waits', async () => {
  const ctx = await newContext(services);
  await unknownBatch(ctx);
  const away = newPump(() => Promise.reject(new Error('Redis is away')));
  await expect(away.round()).rejects.toThrow('Redis is away');
  expect(ofTenant(ctx)).toHaveLength(1);
  let looks = 0;
  await newPump(async () => {
    looks += 1;
  }).round();
  expect(looks).toBe(1);
});

test('a small campaign is offered first and at once while a large one of another tenant has filled the window', async () => {
  services.carrier.current = new ScriptedCarrier();
  const [large, small] = [await newContext(services), await newContext(services)];
  const pump = newPump();
  const launched = async (ctx: Context, contacts: number) => {
    await giveNumber(ctx);
    await addContacts(ctx, contacts);
    const campaignId = await launch(ctx);
    await freezeCampaign(ctx, { campaignId }, { signal: new AbortController().signal });
    services.jobs.length = 0;
    await pump.round();
    return services.jobs.splice(0).filter(({ name }) => name === 'message.send-bulk');
  };
  const filled = await launched(large, 2_500);
  expect(filled.filter(({ first }) => first)).toHaveLength(1);
  await pump.round();
  expect(services.jobs.splice(0).filter(({ name }) => name === 'message.send-bulk')).toEqual([]);
  const beside = await launched(small, 90);
  expect(beside.map(({ payload, first }) => [payload.tenantId, first])).toEqual([[small.tenantId, true]]);
});
