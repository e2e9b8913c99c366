import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, createTestApp, newTenantKeys, type TestApp } from './kit.ts';

let kit: TestApp;
beforeAll(async () => {
  kit = await createTestApp();
});
afterAll(() => kit.close());

const limits = { dailyLimitMicros: 20_000_000, monthlyLimitMicros: null, reserveMicros: 500_000 };

test('limits are set by whoever may, shown to whoever may look, and audited', async () => {
  const { keys } = await newTenantKeys(kit.services);
  const put = (role: string, payload: object) =>
    call(kit.app, keys[role], { method: 'PUT', url: '/v1/budget', payload });
  expect((await put('manager', limits)).status).toBe(403);
  expect((await put('viewer', limits)).status).toBe(403);
  expect(await put('billing', limits)).toMatchObject({ status: 200, body: limits });
  expect((await call(kit.app, keys['viewer'], { url: '/v1/budget' })).body).toMatchObject({
    ...limits,
    simulated: true,
    timeZone: 'America/New_York',
    day: { limitMicros: 20_000_000, spentMicros: 0, leftMicros: 19_500_000, alerted: 0 },
    month: { limitMicros: null, leftMicros: null },
    waitingCampaigns: 0,
  });
  expect((await call(kit.app, keys['agent'], { url: '/v1/budget' })).status).toBe(403);
  const { body } = await call(kit.app, keys['owner'], { url: '/v1/audit?action=budget.update' });
  expect(body).toMatchObject({ items: [{ before: { dailyLimitMicros: null }, after: limits }] });
});

test('a reserve larger than a limit is refused with the fix', async () => {
  const { keys } = await newTenantKeys(kit.services);
  const payload = { dailyLimitMicros: 1_000, monthlyLimitMicros: null, reserveMicros: 1_001 };
  expect(await call(kit.app, keys['owner'], { method: 'PUT', url: '/v1/budget', payload })).toMatchObject({
    status: 400,
    body: { code: 'invalid_input', errors: [{ field: 'reserveMicros' }] },
  });
});

test('the ledger is exported by whoever may export it, and that is audited', async () => {
  const { keys } = await newTenantKeys(kit.services);
  const url = '/v1/ledger/export.csv';
  for (const role of ['viewer', 'developer', 'agent']) {
    expect([role, (await call(kit.app, keys[role], { url })).status]).toEqual([role, 403]);
  }
  const answer = await call(kit.app, keys['billing'], { url });
  expect([answer.status, String(answer.body).split('\n')[0]?.startsWith('at,')]).toEqual([200, true]);
  const { body } = await call(kit.app, keys['owner'], { url: '/v1/audit?action=ledger.export' });
  expect(body).toMatchObject({ items: [{ actor: 'API key billing' }] });
});

test('a limit too large for any number is refused once, in plain words', async () => {
  const { keys } = await newTenantKeys(kit.services);
  const put = (payload: object) =>
    call(kit.app, keys['owner'], { method: 'PUT', url: '/v1/budget', payload });
  const detail = expect.stringMatching(/^Use at most [\d,]+$/) as unknown;
  expect((await put({ ...limits, dailyLimitMicros: 1e20 })).body).toMatchObject({
    code: 'invalid_input',
    errors: [{ field: 'dailyLimitMicros', detail }],
  });
  expect((await put({ ...limits, dailyLimitMicros: 1.5 })).body).toMatchObject({
    errors: [{ field: 'dailyLimitMicros', detail: 'This must be a whole number' }],
  });
});

test('own prices replace the list as a whole, and the others stay', async () => {
  const { keys } = await newTenantKeys(kit.services);
  const put = (payload: object) =>
    call(kit.app, keys['owner'], { method: 'PUT', url: '/v1/prices', payload });
  const items = [
    { prefix: '1', partMicros: 6_000 },
    { prefix: '4477', partMicros: 41_000 },
  ];
  const { body } = await put({ source: 'Contract 17', items });
  expect(body).toMatchObject({
    items: expect.arrayContaining([
      { prefix: '1', partMicros: 6_000, source: 'Contract 17', own: true },
      { prefix: '4477', partMicros: 41_000, source: 'Contract 17', own: true },
      expect.objectContaining({ prefix: '44', own: false }),
    ]),
  });
  expect((await put({ source: 'x', items: [items[0], items[0]] })).status).toBe(400);
  await put({ source: 'Contract 18', items: items.slice(1) });
  expect((await call(kit.app, keys['viewer'], { url: '/v1/prices' })).body).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ prefix: '1', own: false })]),
  });
});

test('prices put at once are each taken as a whole, and the last one stays', async () => {
  const { tenantId, keys } = await newTenantKeys(kit.services);
  const lists = Array.from({ length: 8 }, (_, n) => ({
    source: `Contract ${n}`,
    items: ['1', '44', '4477', `49${n}`].map((prefix) => ({ prefix, partMicros: 1_000 + n })),
  }));
  const answers = await Promise.all(
    lists.map((payload) => call(kit.app, keys['owner'], { method: 'PUT', url: '/v1/prices', payload })),
  );
  expect(answers.map(({ status }) => status)).toEqual(lists.map(() => 200));
  const { rows } = await kit.services.database.owner.query(
    'select source, count(*)::int as prefixes from prices where tenant_id = $1 group by source',
    [tenantId],
  );
  expect(rows).toEqual([{ source: expect.stringMatching(/^Contract/) as unknown, prefixes: 4 }]);
});

test('an empty ledger has a header', async () => {
  const { keys } = await newTenantKeys(kit.services);
  expect((await call(kit.app, keys['billing'], { url: '/v1/ledger' })).body).toEqual({
    items: [],
    nextCursor: null,
  });
  const csv = await call(kit.app, keys['billing'], { url: '/v1/ledger/export.csv?kind=drift' });
  expect(csv.body).toMatch(/^at,budget_day,step,side,amount_usd/);
});
