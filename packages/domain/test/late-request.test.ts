import { afterAll, beforeAll, expect, test } from 'vitest';
import { putKillSwitch } from '../src/kill-switch/put.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { RequestSlots } from '../src/sending/request-slots.ts';
import { drift, failureScene } from './failure-kit.ts';
import { addContacts, giveNumber, launch, ScriptedCarrier, TestSender } from './sending-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

test('a kill that comes while a request waits for its connection holds it back; lifted, the text is sent once', async () => {
  const ctx = await newContext(services);
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  await giveNumber(ctx);
  await addContacts(ctx, 1);
  const sender = new TestSender(services, ctx);
  const id = await launch(ctx);
  const put = (on: boolean) => putKillSwitch(ctx, { scope: 'campaign', id, on, reason: 'test' });
  carrier.gate = async (mayStart) => {
    expect(mayStart()).toBe(true);
    await put(true);
    await expect.poll(mayStart, { timeout: 5_000 }).toBe(false);
    return false;
  };
  await sender.drain();
  expect(carrier.requests).toEqual([]);
  expect(await reportCampaign(ctx, { id })).toMatchObject({
    totals: { waiting: 1, handedOver: 0 },
    waitingBy: [{ reason: 'kill_switch', count: 1 }],
  });
  const { rows } = await services.database.owner.query(
    'select type, detail from message_events where tenant_id = $1',
    [ctx.tenantId],
  );
  expect(rows).toEqual([{ type: 'not-requested', detail: 'facts_away' }]);
  carrier.gate = async (mayStart) => mayStart();
  await put(false);
  await sender.drain();
  expect(carrier.requests.length).toBe(1);
  expect(await reportCampaign(ctx, { id })).toMatchObject({ totals: { waiting: 0, handedOver: 1 } });
});

test('what takes a recipient away after the claim holds the request back, with the reason of its gate', async () => {
  const { ctx, carrier, sender } = await failureScene(services, 20);
  sender.tools.bulkSlots = new RequestSlots(1);
  const change = (statement: string) => services.database.owner.query(statement, [ctx.tenantId]);
  carrier.answer = async (_text, take) => {
    if (carrier.requests.length === 1) {
      await change(
        `update contacts set consent = 'revoked' where tenant_id = $1 and phone in ('+14155550017', '+14155550019')`,
      );
      await change(`update contacts set consent = 'unknown' where tenant_id = $1 and phone = '+14155550018'`);
      await change(
        `insert into do_not_contact (tenant_id, phone, origin, created_by) values ($1, '+14155550017', 'operator', 'test')`,
      );
      // Until what was known before the first request is too old.
      await new Promise((resolve) => setTimeout(resolve, 600));
    }
    return { type: 'accepted', carrierMessageId: take(), parts: null };
  };
  const id = await launch(ctx);
  await sender.drain();
  expect(carrier.requests.length).toBe(17);
  const { campaign, skippedBy } = await reportCampaign(ctx, { id });
  expect(campaign.status).toBe('completed');
  expect(Object.fromEntries(skippedBy.map(({ reason, count }) => [reason, count]))).toEqual({
    consent_revoked: 1,
    consent_unknown: 1,
    do_not_contact: 1,
  });
  expect(await drift(ctx, id)).toEqual([]);
});
