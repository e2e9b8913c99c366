import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findAccount } from '../src/carrier-accounts/account-row.ts';
import { writeNumbers } from '../src/carrier-accounts/write-numbers.ts';
import { withTransaction, type Context } from '../src/context/context.ts';
import { readCapacity } from '../src/finish/read-capacity.ts';
import { findNumber } from '../src/numbers/find.ts';
import { updateNumber } from '../src/numbers/update.ts';
import { findRegistration } from '../src/registrations/find.ts';
import { createRegistration, updateRegistration } from '../src/registrations/save.ts';
import { listRegistrations } from '../src/registrations/list.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { frozen, wakeAll } from './budget-kit.ts';
import { own, report } from './failure-kit.ts';
import { farPhones, giveNumbers, letKnow } from './number-kit.ts';
import { addContacts, launch, ScriptedCarrier, TestSender } from './sending-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

/** Two numbers of two registrations whose caps are 100 parts a day each, and contacts of whom each number knows half. */
async function scene(brands: [string | null, string | null], contacts = 240) {
  services.jobs.length = 0;
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  const ctx = await newContext(services);
  const given = await giveNumbers(
    ctx,
    farPhones(2).map((phone) => ({ phone, rateParts: 100 })),
  );
  const [first] = (await listRegistrations(ctx)).items;
  const carrierAccountId = first?.carrierAccountId ?? '';
  const registrationIds = [
    given.registrationId,
    (
      await createRegistration(ctx, {
        carrierAccountId,
        kind: '10dlc',
        name: 'Shop',
        status: 'approved',
        tier: null,
      })
    ).id,
  ];
  for (const [index, id] of registrationIds.entries()) {
    await updateRegistration(ctx, { id, change: { brand: brands[index] ?? null } });
  }
  await own(services, ctx, `update carrier_registrations set daily_cap_parts = 100 where tenant_id = $1`);
  await own(
    services,
    ctx,
    `update sending_numbers set registration_id = '${registrationIds[1]}' where tenant_id = $1 and id = '${given.ids[1]}'`,
  );
  await addContacts(ctx, contacts);
  for (const id of given.ids) await letKnow(ctx, id, contacts / 2);
  return { ctx, carrier, sender: new TestSender(services, ctx), registrationIds, ...given };
}

/** Everything that waits is tried, all batches at once, as often as something goes. */
async function race(ctx: Context, sender: TestSender): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await wakeAll(services, ctx);
    await own(services, ctx, `update campaign_shares set next_at = null where tenant_id = $1`);
    await sender.pump.round();
    const jobs = services.jobs.splice(0).filter(({ payload }) => payload.tenantId === ctx.tenantId);
    await Promise.all(jobs.map((job) => sender.run(job)));
  }
}

const used = async (ctx: Context) => (await listRegistrations(ctx)).items.map(({ usedParts }) => usedParts);

test('registrations of one brand have one cap together, however many claims meet; what is refused is given back', async () => {
  const { ctx, carrier, sender, ids } = await scene(['Acme', 'ACME']);
  let asked = 0;
  carrier.answer = (_text, take) => {
    asked += 1;
    return asked % 5 === 0 && asked <= 50
      ? { type: 'refused', errorCode: '30011', detail: 'no' }
      : { type: 'accepted', carrierMessageId: take(), parts: null };
  };
  await launch(ctx, 'Hello');
  await race(ctx, sender);
  expect(carrier.taken.length).toBe(100);
  expect(await used(ctx)).toEqual([100, 100]);
  const { registrations } = await withTransaction(ctx, (ctx) =>
    readCapacity(ctx, { numberIds: ids, simulated: true }),
  );
  const caps = [...registrations.values()];
  expect(caps.map(({ capParts, used }) => [capParts, used])).toEqual([
    [100, 100],
    [100, 100],
  ]);
  expect(new Set(caps.map(({ capId }) => capId)).size).toBe(1);
  await own(services, ctx, `update carrier_accounts set live = true where tenant_id = $1`);
  expect(await used(ctx)).toEqual([0, 0]);
});

test.each([
  ['other brands', 'Acme', 'Bolt'],
  ['no brand', null, null],
] as const)('registrations of %s have a cap each', async (_name, first, second) => {
  const { ctx, carrier, sender } = await scene([first, second]);
  await launch(ctx, 'Hello');
  await race(ctx, sender);
  expect(carrier.taken.length).toBe(200);
  expect(await used(ctx)).toEqual([100, 100]);
});

test('when T-Mobile says that the brand’s day is used up, all its registrations wait, another brand’s do not', async () => {
  const { ctx, carrier, sender, registrationIds } = await scene(['Acme', 'Acme'], 20);
  const campaignId = await launch(ctx, 'One');
  await race(ctx, sender);
  await report(services, ctx, { campaignId, status: 'undelivered', code: '30023', count: 1 });
  await launch(ctx, 'Two');
  await race(ctx, sender);
  expect(carrier.taken.length).toBe(20);
  await updateRegistration(ctx, { id: registrationIds[1] ?? '', change: { brand: 'Bolt' } });
  await race(ctx, sender);
  expect(carrier.taken.filter(({ body }) => body.includes('Two')).length).toBe(10);
});

test('what was taken as the carrier’s day ended is given back to that day', async () => {
  const { ctx, carrier, sender } = await scene([null, null], 2);
  const { clock, rates } = services;
  const midnight = Date.UTC(2027, 2, 2, 8);
  let now = new Date(midnight - 1_000);
  services.clock = { ...clock, now: () => now };
  services.rates = {
    ...rates,
    // The answer comes when it is another day in Los Angeles.
    take: async (input) => {
      now = new Date(midnight + 1_000);
      return rates.take(input);
    },
  };
  carrier.answer = () => ({ type: 'refused', errorCode: '21211', detail: 'no such phone' });
  await launch(ctx, 'Hello');
  await sender.drain();
  expect(carrier.requests).toHaveLength(2);
  const days = await own<{ parts: string }>(
    services,
    ctx,
    `select parts from number_usage where tenant_id = $1 and kind = 'carrier-cap' and parts <> 0`,
  );
  expect(days).toEqual([]);
  Object.assign(services, { clock, rates });
});

/** The carrier's list says to which registration a number belongs, and perhaps of which brand that is. */
async function asListed(ctx: Context, numberId: string, registrationId: string, named?: string) {
  await own(services, ctx, `update carrier_registrations set carrier_sid = id where tenant_id = $1`);
  return withTransaction(ctx, async (ctx) => {
    const { phone, type, carrierAccountId } = await findNumber(ctx, numberId);
    const { name, status, brand } = await findRegistration(ctx, registrationId);
    const registration = {
      carrierSid: registrationId,
      kind: '10dlc' as const,
      name,
      status,
      brand: named ?? brand,
    };
    const listed = { carrierNumberId: 'PN1', phone, type, name: phone, smsUrl: null, overriddenBy: null };
    const account = await findAccount(ctx, carrierAccountId);
    await writeNumbers(ctx, account, [{ ...listed, registration }]);
  });
}

test('what waits for a registration’s cap goes when the carrier’s list names its brand, whose cap is another one', async () => {
  const { ctx, carrier, sender, ids, registrationIds } = await scene([null, null], 20);
  await own(services, ctx, `update carrier_registrations set daily_cap_parts = 6 where tenant_id = $1`);
  await launch(ctx, 'Hello');
  await sender.drain();
  expect(carrier.taken).toHaveLength(12);
  await asListed(ctx, ids[0] ?? '', registrationIds[0] ?? '', 'Acme');
  await sender.drain();
  expect(carrier.taken).toHaveLength(16);
});

test.each([
  [
    'by a member',
    (ctx: Context, id: string, registrationId: string) =>
      updateNumber(ctx, { id, change: { registrationId } }),
  ],
  ['by the carrier’s list', asListed],
] as const)(
  'what is on its way as its number is moved %s counts at the new registration, and is given back there',
  async (_name, move) => {
    const { ctx, carrier, sender, ids, registrationIds } = await scene([null, null], 20);
    const refusal = Promise.withResolvers<{ type: 'refused'; errorCode: string; detail: string }>();
    let asked = 0;
    carrier.answer = (text, take) => {
      if (text.from !== farPhones(1)[0]) return { type: 'accepted', carrierMessageId: take(), parts: null };
      asked += 1;
      return refusal.promise;
    };
    await frozen(ctx, sender);
    await sender.pump.round();
    const running = Promise.all(sender.takeJobs().map((job) => sender.run(job)));
    await vi.waitFor(() => expect([asked, carrier.taken.length]).toEqual([10, 10]), { timeout: 20_000 });
    expect(await used(ctx)).toEqual([10, 10]);
    await move(ctx, ids[0] ?? '', registrationIds[1] ?? '');
    expect(await used(ctx)).toEqual([10, 20]);
    refusal.resolve({ type: 'refused', errorCode: '30011', detail: 'no' });
    await running;
    expect(await used(ctx)).toEqual([10, 10]);
  },
);
