import { afterAll, beforeAll, expect, test } from 'vitest';
import { withSystem } from '@sms-crm/db/transaction';
import { reportCampaign } from '../src/reports/report.ts';
import { createSuppressionRule } from '../src/suppression/create.ts';
import { listSuppressionRules } from '../src/suppression/list.ts';
import { dueLookUpJobs, lookUpLines } from '../src/suppression/look-up.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { failureScene, own } from './failure-kit.ts';
import { launch } from './sending-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const run = { signal: new AbortController().signal };

test('contacts are looked up in the background, as many a day as the rule allows, each once; landlines are left out', async () => {
  const { ctx, carrier, sender } = await failureScene(services, 8);
  const asked: string[] = [];
  carrier.lineType = (phone) => {
    asked.push(phone);
    if (phone.endsWith('3')) throw new Error('the carrier does not answer');
    return phone.endsWith('1') ? 'landline' : 'mobile';
  };
  const { id: ruleId } = await createSuppressionRule(ctx, {
    name: 'Landlines',
    enabled: true,
    kind: 'landlines',
    config: { lookUpsPerDay: 5 },
  });
  const due = async (now: Date) => {
    const jobs = await withSystem(services.system, (db) => dueLookUpJobs(db, now));
    return jobs.filter(({ payload }) => payload.tenantId === ctx.tenantId).length;
  };
  expect([await due(new Date()), await due(new Date())]).toEqual([1, 0]);
  expect(await lookUpLines(ctx, { ruleId }, run)).toBe(4);
  expect(await lookUpLines(ctx, { ruleId }, run)).toBe(0);
  const { items } = await listSuppressionRules(ctx, { limit: 10 });
  expect(items[0]?.lookUps).toEqual({ today: 5, mostPerDay: 5, costMicrosEach: 8_000 });
  await own(services, ctx, `update suppression_rules set look_up_day = look_up_day - 1 where tenant_id = $1`);
  expect(await lookUpLines(ctx, { ruleId }, run)).toBe(3);
  expect(new Set(asked).size).toBe(8);
  expect(asked.length).toBe(8);
  const campaignId = await launch(ctx);
  await sender.drain();
  expect(await reportCampaign(ctx, { id: campaignId })).toMatchObject({
    skippedBy: [{ reason: 'landline', count: 1 }],
    totals: { handedOver: 7 },
  });
});
