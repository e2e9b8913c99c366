import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context } from '../src/context/context.ts';
import { sendMessage } from '../src/messages/send-single.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { RequestSlots } from '../src/sending/request-slots.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { farPhones, giveNumbers } from './number-kit.ts';
import { addStatus, apply } from './webhook-kit.ts';
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

async function scene(phones: string[], contacts: number) {
  services.jobs.length = 0;
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  const ctx = await newContext(services);
  const given = await giveNumbers(
    ctx,
    phones.map((phone) => ({ phone, rateParts: 100 })),
  );
  await addContacts(ctx, contacts);
  return { ctx, carrier, sender: new TestSender(services, ctx), ...given };
}

function textsFrom(carrier: ScriptedCarrier): Map<string, number> {
  const byNumber = Map.groupBy(carrier.requests, ({ from }) => from);
  return new Map([...byNumber].map(([from, own]) => [from, own.length]));
}

const remembered = async (ctx: Context) => {
  const { rows } = await services.database.owner.query<{ phone: string; n: number }>(
    `select n.phone, count(*)::int as n from contact_numbers k join sending_numbers n on n.id = k.number_id
     where k.tenant_id = $1 group by 1`,
    [ctx.tenantId],
  );
  return rows;
};

test('contacts that were texted while there was one number keep it when others come', async () => {
  const [first = ''] = farPhones(1);
  const { ctx, carrier, sender, registrationId } = await scene([first], 40);
  await launch(ctx, 'First');
  await sender.drain();
  expect(await remembered(ctx)).toEqual([]);
  carrier.requests.length = 0;
  const add = (statement: string, ...values: string[]) =>
    services.database.owner.query(statement, [ctx.tenantId, ...values]);
  await add(
    `insert into sending_numbers (tenant_id, carrier_account_id, registration_id, phone, type, rate_parts, stop_confirmer)
     select tenant_id, carrier_account_id, $2, '+1303555777' || d, '10dlc', 100, 'self' from sending_numbers, generate_series(1, 3) d where tenant_id = $1`,
    registrationId,
  );
  await add(
    `insert into contacts (tenant_id, phone, country, consent) select $1, '+1415556' || lpad(d::text, 4, '0'), 'US', 'granted' from generate_series(1, 20) d`,
  );
  const single = await sendMessage(ctx, { to: '+14155550000', kind: 'marketing', body: 'Hello' });
  await launch(ctx, 'Second');
  await sender.drain();
  const old = carrier.requests.filter(({ to }) => to.startsWith('+14155550'));
  expect(old.length).toBe(41);
  expect(single.from).toBe(first);
  expect(new Set(old.map(({ from }) => from))).toEqual(new Set([first]));
  expect(textsFrom(carrier).size).toBe(4);
  expect((await remembered(ctx)).find((row) => row.phone === first)?.n).toBeGreaterThanOrEqual(40);
});

test('a hand-over that the list or a callback proves is remembered like one that the carrier answered', async () => {
  const { ctx, carrier, sender } = await scene(farPhones(2), 20);
  carrier.answer = (_text, take) => {
    take();
    return { type: 'unknown', detail: 'time-out after acceptance' };
  };
  carrier.listing = (texts) => texts.filter(({ to }) => to < '+14155550010');
  await launch(ctx, 'First');
  // Freeze, requests, one look at the list.
  for (let round = 0; round < 3; round += 1) {
    await sender.pump.round();
    for (const job of services.jobs.splice(0)) await sender.run(job);
  }
  const { rows } = await services.database.owner.query<{ id: string; to: string; accountId: string }>(
    `select m.id, m.phone as to, n.carrier_account_id as "accountId" from messages m join sending_numbers n on n.id = m.number_id
     where m.tenant_id = $1 and m.handed_over_at is null`,
    [ctx.tenantId],
  );
  expect(rows.length).toBe(10);
  for (const { id, to, accountId } of rows) {
    const sid = carrier.taken.find((text) => text.to === to)?.id ?? '';
    await addStatus({ ctx, tenantId: ctx.tenantId, accountId }, { messageId: id, sid, status: 'sent' });
  }
  await apply(ctx);
  const known = await remembered(ctx);
  expect(known.map(({ phone, n }) => [phone, n])).toEqual(expect.arrayContaining([...textsFrom(carrier)]));
  expect(known.reduce((sum, { n }) => sum + n, 0)).toBe(20);
});
