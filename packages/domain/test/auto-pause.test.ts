import { afterAll, beforeAll, expect, test } from 'vitest';
import { withTransaction, type Context } from '../src/context/context.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { autoPauseLimits, autoPauseSetting } from '@sms-crm/contracts/auto-pause';
import { withSystem } from '@sms-crm/db/transaction';
import { dueAutoPauseJobs } from '../src/auto-pause/due.ts';
import { autoPause } from '../src/auto-pause/pause.ts';
import { pushResults, sumResults, type Result } from '../src/auto-pause/ring.ts';
import { putAutoPause } from '../src/auto-pause/setting.ts';
import { pauseVerdict } from '../src/auto-pause/verdict.ts';
import { changeCampaignState } from '../src/campaigns/move.ts';
import { addCounts, type CounterDelta } from '../src/reports/counters.ts';
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
  const { ctx, sender, carrier } = await scene(1_000);
  await putAutoPause(ctx, { filtered: 0.015, undelivered: null, optOuts: null });
  const campaignId = await launch(ctx);
  await sender.run({ name: 'campaign.freeze', payload: { tenantId: ctx.tenantId, campaignId }, jobId: 'x' });
  await sender.pump.round();
  const sends = services.jobs.splice(0).filter(({ name }) => name.startsWith('message.send'));
  for (const job of sends.slice(0, 2)) await sender.run(job);
  await own(
    ctx,
    `update message_batches set state = 'open', next_at = now() + interval '1 hour' where tenant_id = $1 and state <> 'done'`,
  );
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
  const sent = carrier.requests.length;
  await own(ctx, `update message_batches set next_at = null where tenant_id = $1`);
  await sender.drain();
  expect(carrier.requests.length).toBe(sent);
  await changeCampaignState(ctx, { id: campaignId, move: 'resume' });
  expect([await due(), await autoPause(ctx, { campaignId })]).toEqual([false, false]);
  await sender.drain();
  expect(new Set(carrier.requests.map(({ to }) => to)).size).toBe(1_000);
});

/** A campaign of which just its counters are known. */
async function counted(ctx: Context, simulated: boolean, counts: Omit<CounterDelta, 'campaignId'>[]) {
  const [campaign] = await own<{ id: string }>(
    ctx,
    `insert into campaigns (tenant_id, name, created_by, status, launched_at, simulated)
     values ($1, 'Spring', 'test', 'sending', now(), ${simulated}) returning id`,
  );
  const campaignId = campaign?.id ?? '';
  const add = (deltas: Omit<CounterDelta, 'campaignId'>[]) =>
    withTransaction(ctx, (ctx) =>
      addCounts(
        ctx,
        deltas.map((delta) => ({ campaignId, ...delta })),
      ),
    );
  await add(counts);
  return { campaignId, add };
}

test.each([
  [{ results: 500, filtered: 9, undelivered: 49, optOuts: 14 }, 'sending', /^$/],
  [
    { results: 500, filtered: 10, undelivered: 10, optOuts: 0 },
    'paused',
    /^10 of .* filtered .* before you resume/,
  ],
  [
    { results: 500, filtered: 0, undelivered: 50, optOuts: 0 },
    'paused',
    /^50 of .* not delivered .* Resume when/,
  ],
  [
    { results: 500, filtered: 0, undelivered: 0, optOuts: 15 },
    'paused',
    /^15 of .* opt-out .* before you resume/,
  ],
  [{ results: 200, filtered: 3, undelivered: 19, optOuts: 5 }, 'sending', /^$/],
  [{ results: 200, filtered: 4, undelivered: 4, optOuts: 0 }, 'paused', /^4 of the last 200/],
  [{ results: 200, filtered: 0, undelivered: 20, optOuts: 0 }, 'paused', /^20 of the last 200/],
  [{ results: 200, filtered: 0, undelivered: 0, optOuts: 6 }, 'paused', /^6 of the last 200/],
  [{ results: 199, filtered: 199, undelivered: 199, optOuts: 199 }, 'sending', /^$/],
])(
  'a campaign with %o pauses or not, as its sweep finds it',
  async ({ optOuts, ...health }, status, words) => {
    const { ctx } = await scene(0);
    const { campaignId } = await counted(ctx, false, [{ metric: 'opt-out', value: 3 + optOuts }]);
    await own(
      ctx,
      `insert into campaign_health (tenant_id, campaign_id, results, filtered, undelivered, opt_outs_before)
     values ($1, '${campaignId}', ${health.results}, ${health.filtered}, ${health.undelivered}, 3)`,
    );
    const jobs = await withSystem(services.system, (db) => dueAutoPauseJobs(db, new Date()));
    const isDue = jobs.some(({ payload }) => payload.tenantId === ctx.tenantId);
    const isPaused = await autoPause(ctx, { campaignId });
    expect([isDue, isPaused]).toEqual([status === 'paused', status === 'paused']);
    const rows = await own(
      ctx,
      `select status, coalesce(pause_detail, '') as detail from campaigns where tenant_id = $1`,
    );
    expect(rows).toEqual([{ status, detail: expect.stringMatching(words) }]);
  },
);

test.each([
  ['carrier_violation', 0.1, { metric: 'error', detail: '30007' }, 100],
  ['carrier_violation', 0.1, { metric: 'error', detail: '30034' }, 100],
  ['blocked', 0.05, { metric: 'error', detail: '30004' }, 50],
  ['blocked', 0.05, { metric: 'refused', detail: '21610' }, 50],
  ['opt_outs', 0.013, { metric: 'opt-out', detail: '' }, 13],
] as const)(
  'the warning %s comes at %d of a week’s texts (%o), not below, and live and simulated ones know nothing of each other',
  async (code, limit, counter, atLine) => {
    const { ctx } = await scene(0);
    const warnings = async () =>
      (await readOverview(ctx, {})).warnings.map((warning) => [warning.code, warning.share, warning.limit]);
    const below = [{ metric: 'handed-over', value: 1_000 } as const, { ...counter, value: atLine - 1 }];
    const simulated = await counted(ctx, true, below);
    expect(await warnings()).toEqual([]);
    await simulated.add([{ ...counter, value: 1 }]);
    expect(await warnings()).toEqual([[code, limit, limit]]);
    await own(ctx, `update carrier_accounts set live = true where tenant_id = $1`);
    expect(await warnings()).toEqual([]);
    const live = await counted(ctx, false, below);
    expect(await warnings()).toEqual([]);
    await live.add([{ ...counter, value: 1 }]);
    expect(await warnings()).toEqual([[code, limit, limit]]);
    await own(ctx, `update campaign_hourly set hour = hour - interval '7 days 1 hour' where tenant_id = $1`);
    expect(await warnings()).toEqual([]);
  },
);
