import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context } from '../src/context/context.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { addContacts, giveNumber, launch, ScriptedCarrier, TestSender } from './sending-kit.ts';

let services: TestServices;
let demoTime = '11:00';
beforeAll(async () => {
  services = await createTestServices();
  services.clock = { ...services.clock, demoTime: () => demoTime };
});
afterAll(() => services.close());

async function scene(
  contacts: number,
): Promise<{ ctx: Context; carrier: ScriptedCarrier; sender: TestSender }> {
  demoTime = '11:00';
  services.jobs.length = 0;
  const ctx = await newContext(services);
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  await giveNumber(ctx);
  await addContacts(ctx, contacts);
  return { ctx, carrier, sender: new TestSender(services, ctx) };
}

test('at night everybody waits with the reason and the opening time; in the morning everybody is sent to', async () => {
  const { ctx, carrier, sender } = await scene(120);
  demoTime = '23:00';
  const id = await launch(ctx);
  await sender.drain();
  const night = await reportCampaign(ctx, { id });
  expect(night.totals).toMatchObject({ handedOver: 0, waiting: 120 });
  expect(night.waitingBy).toMatchObject([{ reason: 'quiet_hours', count: 120 }]);
  // California opens at 9 (state law): ten hours from 23:00.
  const opensAt = new Date(night.waitingBy[0]?.nextAt ?? 0).getTime();
  expect(Math.abs(opensAt - Date.now() - 10 * 3_600_000)).toBeLessThan(90_000);
  demoTime = '09:30';
  await sender.drain();
  expect(await reportCampaign(ctx, { id })).toMatchObject({
    campaign: { status: 'completed' },
    totals: { handedOver: 120, waiting: 0 },
  });
  expect(carrier.requests.length).toBe(120);
});

test('a state’s maximum in 24 hours holds over all campaigns of the tenant, and says until when', async () => {
  const { ctx, carrier, sender } = await scene(30);
  // 305 is Florida: at most three in 24 hours.
  await services.database.owner.query(
    `update contacts set phone = '+1305555' || right(phone, 4), quiet_key = null where tenant_id = $1 and right(phone, 4) < '0010'`,
    [ctx.tenantId],
  );
  for (let round = 0; round < 3; round += 1) {
    await launch(ctx);
    await sender.drain();
  }
  expect(carrier.requests.length).toBe(90);
  const id = await launch(ctx);
  await sender.drain();
  const report = await reportCampaign(ctx, { id });
  expect(report.totals).toMatchObject({ handedOver: 20, waiting: 10 });
  expect(report.waitingBy).toMatchObject([{ reason: 'legal_maximum', count: 10 }]);
  const until = new Date(report.waitingBy[0]?.nextAt ?? 0).getTime();
  expect(Math.abs(until - Date.now() - 86_400_000)).toBeLessThan(90_000);
});
