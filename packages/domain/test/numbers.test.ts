import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context } from '../src/context/context.ts';
import { getNumber } from '../src/numbers/detail.ts';
import { listNumbers } from '../src/numbers/list.ts';
import { updateNumber } from '../src/numbers/update.ts';
import { createRegistration, updateRegistration } from '../src/registrations/save.ts';
import { listRegistrations } from '../src/registrations/list.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { createTestServices, newContext, testUser, type TestServices } from '../src/testing/kit.ts';
import { farPhones, giveNumbers, letKnow } from './number-kit.ts';
import { addContacts, giveNumber, launch, ScriptedCarrier, TestSender } from './sending-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

async function scene(numbers: { phone: string; rateParts: number }[], contacts: number) {
  services.jobs.length = 0;
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  const ctx = await newContext(services);
  const given = await giveNumbers(ctx, numbers);
  await addContacts(ctx, contacts);
  return { ctx, carrier, sender: new TestSender(services, ctx), ...given };
}

const fast = (phones: string[]) => phones.map((phone) => ({ phone, rateParts: 100 }));

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

test('a number is changed within what its type allows, and the change is in the audit log', async () => {
  const ctx = await newContext(services);
  const id = await giveNumber(ctx);
  await expect(updateNumber(ctx, { id, change: { rateParts: 101 } })).rejects.toMatchObject({
    code: 'invalid_input',
    fields: [{ field: 'rateParts' }],
  });
  await expect(updateNumber(ctx, { id: randomUUID(), change: {} })).rejects.toMatchObject({
    code: 'not_found',
  });
  const reader = { ...ctx, actor: testUser(['numbers:read']) };
  await expect(updateNumber(reader, { id, change: { stopped: true } })).rejects.toMatchObject({
    code: 'permission_missing',
  });
  const changed = await updateNumber(ctx, {
    id,
    change: {
      rateParts: 40,
      warmUp: 'start',
      warmUpCurve: [50, 80],
      stopped: true,
      stopConfirmer: 'carrier',
    },
  });
  expect(changed).toMatchObject({
    rateParts: 40,
    warmUpCurve: [50, 80],
    warmUp: { level: 0, allowance: 50, usedParts: 0 },
    stopConfirmer: 'carrier',
    stopped: { code: null, words: 'Stopped by a member' },
  });
  expect(await updateNumber(ctx, { id, change: { warmUp: 'skip', stopped: false } })).toMatchObject({
    warmUp: null,
    stopped: null,
  });
  const { rows } = await services.database.owner.query<{ before: object; after: object }>(
    `select before, after from audit_log where tenant_id = $1 and action = 'number.update' order by id`,
    [ctx.tenantId],
  );
  expect(rows[0]).toMatchObject({ before: { rateParts: 100 }, after: { rateParts: 40, warmUpLevel: 0 } });
});

test('just one number is the default', async () => {
  const { ctx, ids } = await scene(fast(farPhones(2)), 0);
  await updateNumber(ctx, { id: ids[1] ?? '', change: { isDefault: true } });
  const { items } = await listNumbers(ctx);
  expect(items.map(({ id, isDefault }) => [id, isDefault])).toEqual([
    [ids[1], true],
    [ids[0], false],
  ]);
});

test('rate and daily cap of a 10DLC registration follow from its tier, and its numbers stop while it is not approved', async () => {
  const { ctx, registrationId, ids } = await scene(fast(farPhones(1)), 0);
  const change = (to: Parameters<typeof updateRegistration>[1]['change']) =>
    updateRegistration(ctx, { id: registrationId, change: to });
  expect(await change({ tier: 'score-25-49' })).toMatchObject({
    rateParts: 12,
    dailyCapParts: 10_000,
    usedParts: 0,
    numbers: 1,
  });
  await change({ status: 'suspended' });
  expect((await getNumber(ctx, { id: ids[0] ?? '' })).stopped).toMatchObject({ code: '30033' });
  await change({ status: 'approved' });
  expect((await getNumber(ctx, { id: ids[0] ?? '' })).stopped).toBe(null);
  const [first] = (await listRegistrations(ctx)).items;
  const carrierAccountId = first?.carrierAccountId ?? '';
  await expect(
    createRegistration(ctx, {
      carrierAccountId,
      kind: 'toll-free',
      name: 'Help',
      status: 'pending',
      tier: 'low-volume',
    }),
  ).rejects.toMatchObject({ code: 'invalid_input', fields: [{ field: 'tier' }] });
  await createRegistration(ctx, {
    carrierAccountId,
    kind: 'toll-free',
    name: 'Help',
    status: 'pending',
    tier: null,
  });
  expect((await listRegistrations(ctx)).items.map(({ name, tier }) => [name, tier])).toEqual([
    ['Club', 'score-25-49'],
    ['Help', null],
  ]);
});

test('numbers made the default at once leave exactly one', async () => {
  const { ctx, ids } = await scene(fast(farPhones(6)), 0);
  await Promise.all([...ids, ...ids].map((id) => updateNumber(ctx, { id, change: { isDefault: true } })));
  const { items } = await listNumbers(ctx);
  expect(items.filter(({ isDefault }) => isDefault)).toHaveLength(1);
});
