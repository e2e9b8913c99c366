import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context } from '../src/context/context.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { autoPauseLimits, autoPauseSetting } from '@sms-crm/contracts/auto-pause';
import { withSystem } from '@sms-crm/db/transaction';
import { dueAutoPauseJobs } from '../src/auto-pause/due.ts';
import { autoPause } from '../src/auto-pause/pause.ts';
import { pushResults, sumResults, type Result } from '../src/auto-pause/ring.ts';
import { putAutoPause } from '../src/auto-pause/setting.ts';
import { pauseVerdict } from '../src/auto-pause/verdict.ts';
import { changeCampaignState } from '../src/campaigns/move.ts';
import { readOverview } from '../src/reports/overview.ts';
import { failureScene, own as ownRows, report as reportAs } from './failure-kit.ts';
import { launch } from './sending-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const scene = (contacts: number) => failureScene(services, contacts);
const own = <Row extends Record<string, unknown>>(ctx: Context, statement: string) =>
  ownRows<Row>(services, ctx, statement);
const report = (ctx: Context, input: Parameters<typeof reportAs>[2]) => reportAs(services, ctx, input);

const many = (count: number, result: Result) => Array.from({ length: count }, () => result);

test('the window moves on by buckets, and never holds more than the last 500 results', () => {
  const bad = pushResults([], many(100, 'filtered'), 3);
  expect(sumResults(bad)).toEqual({ results: 100, filtered: 100, undelivered: 100, optOutsBefore: 3 });
  const later = pushResults(bad, many(450, 'delivered'), 7);
  expect(sumResults(later)).toEqual({ results: 500, filtered: 50, undelivered: 50, optOutsBefore: 3 });
  expect(sumResults(pushResults(later, many(51, 'delivered'), 9))).toMatchObject({
    results: 451,
    filtered: 0,
  });
});

test('the lines of auto-pause are exact: nothing before 200 results, and the first share that is over says so', () => {
  const ok = { results: 500, filtered: 9, undelivered: 49, optOuts: 14 };
  expect(pauseVerdict(ok, autoPauseLimits)).toBeNull();
  expect(pauseVerdict({ ...ok, filtered: 10 }, autoPauseLimits)).toContain('30007');
  expect(pauseVerdict({ ...ok, undelivered: 50 }, autoPauseLimits)).toContain(
    '50 of the last 500 texts were not delivered (10 %',
  );
  expect(pauseVerdict({ ...ok, optOuts: 15 }, autoPauseLimits)).toContain('opt-out');
  expect(
    pauseVerdict({ results: 199, filtered: 199, undelivered: 199, optOuts: 199 }, autoPauseLimits),
  ).toBeNull();
});

test('tenants may only tighten', () => {
  expect(autoPauseSetting.safeParse({ filtered: 0.01 }).success).toBe(true);
  expect(autoPauseSetting.safeParse({ filtered: 0.03 }).success).toBe(false);
  expect(autoPauseSetting.safeParse({ undelivered: 0 }).success).toBe(false);
});

test('a campaign with bad results pauses with words, goes on only by a person, and the same results do not pause it again', async () => {
  const { ctx, sender } = await scene(1_000);
  await putAutoPause(ctx, { filtered: 0.015, undelivered: null, optOuts: null });
  const campaignId = await launch(ctx);
  for (let round = 0; round < 4; round += 1) {
    await sender.pump.round();
    for (const job of services.jobs.splice(0)) await sender.run(job);
    await own(
      ctx,
      `update message_batches set next_at = now() + interval '1 hour' where tenant_id = $1 and state = 'open' and (select count(*) from messages where tenant_id = $1 and carrier_message_id is not null) >= 300`,
    );
  }
  const due = async () => {
    const jobs = await withSystem(services.system, (db) => dueAutoPauseJobs(db, new Date()));
    return jobs.some(({ payload }) => payload.tenantId === ctx.tenantId);
  };
  await report(ctx, { campaignId, status: 'undelivered', code: '30007', count: 3 });
  await report(ctx, { campaignId, status: 'delivered', count: 196 });
  expect([await due(), await autoPause(ctx, { campaignId })]).toEqual([false, false]);
  await report(ctx, { campaignId, status: 'delivered', count: 1 });
  expect([await due(), await autoPause(ctx, { campaignId })]).toEqual([true, true]);
  const [row] = await own<{ status: string; detail: string }>(
    ctx,
    'select status, pause_detail as detail from campaigns where tenant_id = $1',
  );
  expect(row?.status).toBe('paused');
  expect(row?.detail).toMatch(
    /^3 of the last 200 texts were filtered .* 30007 \(1\.5 %; campaigns pause at 1\.5 %\)\. Review/,
  );
  await changeCampaignState(ctx, { id: campaignId, move: 'resume' });
  expect([await due(), await autoPause(ctx, { campaignId })]).toEqual([false, false]);
  expect((await readOverview(ctx, {})).warnings).toEqual([]);
});
