import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getNumber } from '../src/numbers/detail.ts';
import { listNumbers } from '../src/numbers/list.ts';
import { updateNumber } from '../src/numbers/update.ts';
import { createRegistration, updateRegistration } from '../src/registrations/save.ts';
import { listRegistrations } from '../src/registrations/list.ts';
import { createTestServices, newContext, testUser, type TestServices } from '../src/testing/kit.ts';
import { farPhones, fast, numberScene, type NumberGiven } from './number-kit.ts';
import { giveNumber, launch } from './sending-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const scene = (numbers: NumberGiven[], contacts: number) => numberScene(services, numbers, contacts);

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

test('what waits for a brand’s daily cap goes when its tier is raised, its brand is corrected or its number is moved', async () => {
  const { ctx, carrier, sender, registrationId, ids } = await scene(
    [{ phone: '+13035550000', rateParts: 12 }],
    50,
  );
  await updateRegistration(ctx, { id: registrationId, change: { tier: 'score-25-49' } });
  const capOf10 = () =>
    services.database.owner.query(
      'update carrier_registrations set daily_cap_parts = 10 where tenant_id = $1',
      [ctx.tenantId],
    );
  await capOf10();
  await launch(ctx, 'Hello');
  await sender.drain();
  expect(carrier.requests).toHaveLength(10);
  await updateRegistration(ctx, { id: registrationId, change: { brand: 'Acme' } });
  await sender.drain();
  expect(carrier.requests).toHaveLength(20);
  const [{ carrierAccountId } = { carrierAccountId: '' }] = (await listRegistrations(ctx)).items;
  const other = await createRegistration(ctx, {
    carrierAccountId,
    kind: '10dlc',
    name: 'Shop',
    status: 'approved',
    tier: null,
  });
  await capOf10();
  await updateNumber(ctx, { id: ids[0] ?? '', change: { registrationId: other.id } });
  await sender.drain();
  expect(carrier.requests).toHaveLength(30);
  await updateRegistration(ctx, { id: other.id, change: { tier: 'score-75-100' } });
  await sender.drain();
  expect(carrier.requests).toHaveLength(50);
});
