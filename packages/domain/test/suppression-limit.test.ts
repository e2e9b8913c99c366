import { afterAll, beforeAll, expect, test } from 'vitest';
import { withTransaction, type Context } from '../src/context/context.ts';
import { readChecks } from '../src/suppression/checks.ts';
import { createSuppressionRule } from '../src/suppression/create.ts';
import { deleteSuppressionRule } from '../src/suppression/delete.ts';
import { listSuppressionRules } from '../src/suppression/list.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const rule = (ctx: Context) =>
  createSuppressionRule(ctx, {
    name: 'Cap',
    enabled: true,
    kind: 'frequency',
    config: { most: 1, windowHours: 24 },
  });

test('there are never more than 50 rules, however many are made at once', async () => {
  const ctx = await newContext(services);
  const made = await Promise.allSettled(Array.from({ length: 60 }, () => rule(ctx)));
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(50);
  const refusals = made.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'conflict' });
  const { items } = await listSuppressionRules(ctx, { limit: 100 });
  expect(items).toHaveLength(50);
  await deleteSuppressionRule(ctx, { id: items[0]?.id ?? '' });
  expect(await rule(ctx)).toMatchObject({ enabled: true });
});

test('every rule that is on is asked, even where there are more than may be made', async () => {
  const ctx = await newContext(services);
  await services.database.owner.query(
    `insert into suppression_rules (tenant_id, name, kind, config, enabled, created_by)
     select $1, 'Cap ' || n, 'frequency', '{"most":1,"windowHours":24}', true, 'test' from generate_series(1, 55) n`,
    [ctx.tenantId],
  );
  const checks = await withTransaction(ctx, (ctx) =>
    readChecks(ctx, { kind: 'campaign-marketing', simulated: false }),
  );
  expect(checks.filter(({ reason }) => reason === 'frequency_cap')).toHaveLength(55);
});
