import { randomUUID } from 'node:crypto';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withTransaction, type Context } from '../src/context/context.ts';
import { addCounts } from '../src/reports/counters.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

async function newCampaign(): Promise<{ ctx: Context; id: string }> {
  const ctx = await newContext(services);
  const id = randomUUID();
  await withTransaction(ctx, ({ tx }) =>
    tx.db.insert(campaigns).values({ tenantId: ctx.tenantId, id, name: 'Spring', createdBy: 'test' }),
  );
  return { ctx, id };
}

/** Hands over one text at this time. */
function handOver(ctx: Context, campaignId: string, at = new Date()): Promise<void> {
  const timed = { ...ctx, services: { ...services, clock: { ...services.clock, now: () => at } } };
  return withTransaction(timed, (ctx) =>
    addCounts(ctx, [
      { campaignId, metric: 'status', detail: 'accepted', value: 1 },
      { campaignId, metric: 'handed-over', value: 1 },
    ]),
  );
}

const inHours = (report: Awaited<ReturnType<typeof reportCampaign>>): number =>
  report.hourly.reduce((sum, hour) => sum + hour.handedOver, 0);

test('all parts of a report are of one moment, also while texts go out', async () => {
  const { ctx, id } = await newCampaign();
  const stop = new AbortController();
  const writer = (async () => {
    while (!stop.signal.aborted) await handOver(ctx, id);
  })();
  const reports = [];
  for (let look = 0; look < 60; look += 1) reports.push(await reportCampaign(ctx, { id }));
  stop.abort();
  await writer;
  for (const report of reports) {
    expect(report.totals).toEqual(report.campaign.totals);
    expect(report.totals.audience).toBe(report.totals.handedOver);
    expect(inHours(report)).toBe(report.totals.handedOver);
  }
});

test('hours too old to be shown are in the oldest shown one', async () => {
  const { ctx, id } = await newCampaign();
  const began = Date.parse('2026-01-01T00:00:00Z');
  for (let hour = 0; hour < 340; hour += 1) await handOver(ctx, id, new Date(began + hour * 3_600_000));
  const report = await reportCampaign(ctx, { id });
  expect(report.hourly).toHaveLength(336);
  expect(report.hourly[0]).toMatchObject({ hour: '2026-01-01T04:00:00.000Z', handedOver: 5 });
  expect([inHours(report), report.totals.handedOver]).toEqual([340, 340]);
});
