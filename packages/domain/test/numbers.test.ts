import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context } from '../src/context/context.ts';
import { getNumber } from '../src/numbers/detail.ts';
import { listNumbers } from '../src/numbers/list.ts';
import { updateNumber } from '../src/numbers/update.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { farPhones, fast, letKnow, numberScene, type NumberGiven } from './number-kit.ts';
import { launch, type ScriptedCarrier } from './sending-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const scene = (numbers: NumberGiven[], contacts: number) => numberScene(services, numbers, contacts);

function textsFrom(carrier: ScriptedCarrier): Map<string, number> {
  const byNumber = Map.groupBy(carrier.requests, ({ from }) => from);
  return new Map([...byNumber].map(([from, own]) => [from, own.length]));
}

async function stopNumber(ctx: Context, id: string, code: string | null): Promise<void> {
  await services.database.owner.query(
    'update sending_numbers set stopped_at = now(), stopped_code = $2 where tenant_id = $1 and id = $3',
    [ctx.tenantId, code, id],
  );
}

test('new contacts are spread over the numbers of one registration and keep theirs; other registrations get none', async () => {
  const { ctx, carrier, sender } = await scene(fast(farPhones(4)), 200);
  await giveOther(ctx);
  await launch(ctx, 'First');
  await sender.drain();
  const first = new Map(carrier.requests.map(({ to, from }) => [to, from]));
  expect(textsFrom(carrier).size).toBe(4);
  for (const count of textsFrom(carrier).values()) expect(count).toBeGreaterThan(25);
  carrier.requests.length = 0;
  await launch(ctx, 'Second');
  await sender.drain();
  expect(carrier.requests.length).toBe(200);
  expect(carrier.requests.every(({ to, from }) => first.get(to) === from)).toBe(true);
});

/** A number of the same tenant outside the registration. */
async function giveOther(ctx: Context): Promise<void> {
  await services.database.owner.query(
    `insert into sending_numbers (tenant_id, carrier_account_id, phone, type, rate_parts, stop_confirmer)
    select tenant_id, id, '+14155550999', 'long-code', 1, 'self' from carrier_accounts where tenant_id = $1`,
    [ctx.tenantId],
  );
}

test('new contacts get a local number where there is one', async () => {
  const { carrier, sender, ctx } = await scene(fast(['+13035550000', '+14155559999']), 30);
  await launch(ctx, 'Hello');
  await sender.drain();
  expect([...textsFrom(carrier)]).toEqual([['+14155559999', 30]]);
});

test('a stopped number keeps its share waiting, says so, is replaced by no other, and goes on when it may', async () => {
  const { ctx, carrier, sender, ids } = await scene(fast(farPhones(2)), 60);
  const [kept = '', stopped = ''] = ids;
  await letKnow(ctx, kept, 40);
  await letKnow(ctx, stopped, 20);
  await stopNumber(ctx, stopped, '30007');
  const id = await launch(ctx, 'Hello');
  await sender.drain();
  expect([...textsFrom(carrier)]).toEqual([['+13035550000', 40]]);
  const { rows } = await services.database.owner.query(
    'select number_id, waits_for, rule_version from campaign_shares where tenant_id = $1 order by waits_for',
    [ctx.tenantId],
  );
  expect(rows[0]).toEqual({ number_id: stopped, waits_for: 'number_stopped', rule_version: 1 });
  expect((await reportCampaign(ctx, { id })).waitingBy).toMatchObject([
    { reason: 'number_stopped', count: 20 },
  ]);
  const number = await getNumber(ctx, { id: stopped });
  expect(number.stopped).toMatchObject({ code: '30007' });
  expect(number).toMatchObject({
    queueParts: 20,
    shares: [{ campaignId: id, waiting: 20, reason: 'number_stopped' }],
  });
  const waits = await services.database.owner.query(
    `select number_id, reason from batch_waits where tenant_id = $1 and reason = 'number_stopped'`,
    [ctx.tenantId],
  );
  expect(waits.rows).toEqual([{ number_id: stopped, reason: 'number_stopped' }]);
  await updateNumber(ctx, { id: stopped, change: { stopped: false } });
  await sender.drain();
  expect(textsFrom(carrier).get('+13035550001')).toBe(20);
  expect((await reportCampaign(ctx, { id })).campaign.status).toBe('completed');
});

test('a stopped carrier account is not asked, and its shares say so', async () => {
  const { ctx, carrier, sender } = await scene(fast(farPhones(1)), 5);
  const stop = (at: string) =>
    services.database.owner.query(`update carrier_accounts set stopped_at = ${at} where tenant_id = $1`, [
      ctx.tenantId,
    ]);
  await stop('now()');
  await launch(ctx, 'Hello');
  await sender.drain();
  expect(carrier.requests).toEqual([]);
  const { rows } = await services.database.owner.query(
    'select waits_for from campaign_shares where tenant_id = $1',
    [ctx.tenantId],
  );
  expect(rows).toEqual([{ waits_for: 'account_stopped' }]);
  await stop('null');
  await sender.drain();
  expect(carrier.requests.length).toBe(5);
});

test('what became of a number’s texts is its health', async () => {
  const { ctx, sender, ids } = await scene(fast(farPhones(1)), 8);
  await launch(ctx, 'Hello');
  await sender.drain();
  const { items } = await listNumbers(ctx);
  expect(items).toMatchObject([
    {
      id: ids[0],
      type: '10dlc',
      isDefault: true,
      registration: { name: 'Club', status: 'approved' },
      warmUp: null,
      health: { handedOver: 8, delivered: 0, failed: 0, failedRate: 0 },
      stopped: null,
    },
  ]);
});
