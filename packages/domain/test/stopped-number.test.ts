import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportCampaign } from '../src/reports/report.ts';
import { RequestSlots } from '../src/sending/request-slots.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { addContacts, giveNumber, launch, ScriptedCarrier, TestSender } from './sending-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

test('a number that is stopped after the claim sends nothing more, and its share waits with the reason', async () => {
  const ctx = await newContext(services);
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  await giveNumber(ctx);
  await addContacts(ctx, 100);
  const sender = new TestSender(services, ctx);
  sender.tools.bulkSlots = new RequestSlots(1);
  carrier.answer = async (_text, take) => {
    if (carrier.requests.length === 1) {
      await services.database.owner.query(
        `update sending_numbers set stopped_at = now(), stopped_code = '30034' where tenant_id = $1`,
        [ctx.tenantId],
      );
      await new Promise((resolve) => setTimeout(resolve, 600));
    }
    return { type: 'accepted', carrierMessageId: take(), parts: null };
  };
  const id = await launch(ctx);
  await sender.drain();
  expect(carrier.requests.length).toBe(1);
  const report = await reportCampaign(ctx, { id });
  expect(report.totals).toMatchObject({ handedOver: 1, waiting: 99 });
  expect(report.waitingBy).toMatchObject([{ reason: 'number_stopped', count: 99 }]);
});
