import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { messageStatuses } from '@sms-crm/contracts/message-status';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withTransaction } from '../src/context/context.ts';
import { addCounts, statusDeltas } from '../src/reports/counters.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

async function countersOf(tenantId: string) {
  const { rows } = await services.database.owner.query<{ metric: string; detail: string; value: number }>(
    'select metric, detail, value::int from campaign_hourly where tenant_id = $1 order by metric, detail',
    [tenantId],
  );
  return rows;
}

test('deltas of one counter add up to one row, and nothing is written for nothing', async () => {
  const ctx = await newContext(services);
  const campaignId = randomUUID();
  await withTransaction(ctx, async (ctx) => {
    await addCounts(ctx, [
      { campaignId, metric: 'parts', value: 2 },
      { campaignId, metric: 'parts', value: 3 },
      { campaignId, metric: 'skip', detail: 'consent_unknown', value: 1 },
      ...statusDeltas([
        { campaignId, from: null, to: 'queued' },
        { campaignId, from: 'queued', to: 'sending' },
        { campaignId: null, from: 'queued', to: 'sending' },
      ]),
    ]);
    await addCounts(ctx, [{ campaignId, metric: 'parts', value: -1 }]);
  });
  expect(await countersOf(ctx.tenantId)).toEqual([
    { metric: 'parts', detail: '', value: 4 },
    { metric: 'skip', detail: 'consent_unknown', value: 1 },
    { metric: 'status', detail: 'sending', value: 1 },
  ]);
});

test('transactions that touch the same counters in any order end without a deadlock', async () => {
  const ctx = await newContext(services);
  const campaigns = Array.from({ length: 6 }, () => randomUUID());
  const rounds = Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? campaigns : campaigns.toReversed()));
  await Promise.all(
    rounds.map((order) =>
      withTransaction(ctx, (ctx) =>
        addCounts(
          ctx,
          order.map((campaignId) => ({ campaignId, metric: 'reply' as const, value: 1 })),
        ),
      ),
    ),
  );
  expect(await countersOf(ctx.tenantId)).toEqual(
    campaigns.map(() => ({ metric: 'reply', detail: '', value: 20 })),
  );
});

test('moves keep the sum: as many messages are counted as were made', () => {
  const status = fc.constantFrom(...messageStatuses);
  fc.assert(
    fc.property(fc.array(fc.array(status, { minLength: 1, maxLength: 5 })), (ways) => {
      const moves = ways.flatMap((way) =>
        way.map((to, at) => ({ campaignId: 'c', from: at === 0 ? null : (way[at - 1] ?? null), to })),
      );
      const total = statusDeltas(moves).reduce((sum, delta) => sum + delta.value, 0);
      expect(total).toBe(ways.length);
    }),
  );
});
