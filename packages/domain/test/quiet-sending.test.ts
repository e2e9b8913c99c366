import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCampaign } from '../src/campaigns/create.ts';
import { launchCampaign } from '../src/campaigns/launch.ts';
import { changeCampaignState } from '../src/campaigns/move.ts';
import { previewCampaign } from '../src/campaigns/preview.ts';
import { scheduleCampaign } from '../src/campaigns/schedule.ts';
import type { Context } from '../src/context/context.ts';
import { quietHoursGate } from '../src/gates/quiet-hours.ts';
import { listCampaignMessages } from '../src/messages/list-of-campaign.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { addContacts, giveNumber, launch, ScriptedCarrier, TestSender } from './sending-kit.ts';

let services: TestServices;
let demoTime: string | null = '11:00';
let heldAt: Date | null = null;
beforeAll(async () => {
  services = await createTestServices();
  services.clock = { ...services.clock, now: () => heldAt ?? new Date(), demoTime: () => demoTime };
});
afterAll(() => services.close());

async function scene(
  contacts: number,
): Promise<{ ctx: Context; carrier: ScriptedCarrier; sender: TestSender }> {
  demoTime = '11:00';
  heldAt = null;
  services.jobs.length = 0;
  const ctx = await newContext(services);
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  await giveNumber(ctx);
  await addContacts(ctx, contacts);
  return { ctx, carrier, sender: new TestSender(services, ctx) };
}

test('at night everybody waits with the reason and the opening time; in the morning everybody is sent to', async () => {
  const { ctx, carrier, sender } = await scene(120);
  demoTime = '23:00';
  const id = await launch(ctx);
  await sender.drain();
  const night = await reportCampaign(ctx, { id });
  expect(night.totals).toMatchObject({ handedOver: 0, waiting: 120 });
  expect(night.waitingBy).toMatchObject([{ reason: 'quiet_hours', count: 120 }]);
  // California opens at 9 (state law): ten hours from 23:00.
  const opensAt = new Date(night.waitingBy[0]?.nextAt ?? 0).getTime();
  expect(Math.abs(opensAt - Date.now() - 10 * 3_600_000)).toBeLessThan(90_000);
  const people = await listCampaignMessages(ctx, { id, reason: 'quiet_hours', limit: 200 });
  expect(people.items).toHaveLength(120);
  for (const { waitsFor } of people.items) {
    expect(waitsFor).toMatchObject({ reason: 'quiet_hours', until: expect.any(String) });
    expect(Math.abs(Date.parse(waitsFor?.until ?? '') - opensAt)).toBeLessThan(90_000);
  }
  demoTime = '09:30';
  await sender.drain();
  expect(await reportCampaign(ctx, { id })).toMatchObject({
    campaign: { status: 'completed' },
    totals: { handedOver: 120, waiting: 0 },
  });
  expect(carrier.requests.length).toBe(120);
});

test('a start in quiet hours is told before it is scheduled, and who waits for which opening while it runs', async () => {
  const { ctx, sender } = await scene(5);
  demoTime = null;
  heldAt = new Date('2027-01-27T20:00:00Z');
  await services.database.owner.query(
    `update contacts set region = 'NY', quiet_key = null where tenant_id = $1 and right(phone, 4) < '0002'`,
    [ctx.tenantId],
  );
  const draft = { name: 'Night', template: 'Hi', audience: { type: 'all' }, numberId: null } as const;
  const { id } = await createCampaign(ctx, draft);
  // 23:00 in New York, 20:00 in California.
  const at = '2027-01-28T04:00:00.000Z';
  const opensAt = '2027-01-28T13:00:00.000Z';
  const preview = await previewCampaign(ctx, { id, when: { at } });
  expect(preview).toMatchObject({ startsAt: at, recipients: 5 });
  expect(preview.openings).toEqual({
    waiting: 2,
    firstOpensAt: opensAt,
    lastOpensAt: opensAt,
    at: [{ opensAt, count: 2 }],
    quiet: { waiting: 2, firstOpensAt: opensAt, lastOpensAt: opensAt },
  });
  const morning = await previewCampaign(ctx, { id, when: { localTime: '2027-01-28T10:00' } });
  expect(morning.openings).toMatchObject({ waiting: 3, quiet: { waiting: 0, firstOpensAt: null } });
  const night = await previewCampaign(ctx, { id, when: { localTime: '2027-01-27T23:00' } });
  expect(night.openings.quiet).toMatchObject({ waiting: 5, firstOpensAt: opensAt });
  await scheduleCampaign(ctx, { id, when: { at } });
  heldAt = new Date(at);
  await sender.drain();
  expect((await reportCampaign(ctx, { id })).openings).toEqual(preview.openings);
});

test('a state’s maximum in 24 hours holds over all campaigns of the tenant, and says until when', async () => {
  const { ctx, carrier, sender } = await scene(30);
  // 305 is Florida: at most three in 24 hours.
  await services.database.owner.query(
    `update contacts set phone = '+1305555' || right(phone, 4), quiet_key = null where tenant_id = $1 and right(phone, 4) < '0010'`,
    [ctx.tenantId],
  );
  for (let round = 0; round < 3; round += 1) {
    await launch(ctx);
    await sender.drain();
  }
  expect(carrier.requests.length).toBe(90);
  const id = await launch(ctx);
  await sender.drain();
  const report = await reportCampaign(ctx, { id });
  expect(report.totals).toMatchObject({ handedOver: 20, waiting: 10 });
  expect(report.waitingBy).toMatchObject([{ reason: 'legal_maximum', count: 10 }]);
  const until = new Date(report.waitingBy[0]?.nextAt ?? 0).getTime();
  expect(Math.abs(until - Date.now() - 86_400_000)).toBeLessThan(90_000);
  const all = await listCampaignMessages(ctx, { id, limit: 200 });
  const waiting = all.items.filter(({ waitsFor }) => waitsFor?.reason === 'legal_maximum');
  expect([waiting.length, all.items.filter(({ waitsFor }) => waitsFor === null).length]).toEqual([10, 20]);
  const listed = await listCampaignMessages(ctx, { id, reason: 'legal_maximum', limit: 200 });
  expect(listed.items).toEqual(waiting);
  expect((await listCampaignMessages(ctx, { id, reason: 'in_line', limit: 200 })).items).toEqual([]);
  await changeCampaignState(ctx, { id, move: 'pause' });
  const paused = await listCampaignMessages(ctx, { id, reason: 'paused', limit: 200 });
  expect(paused.items.map(({ waitsFor }) => waitsFor?.reason)).toEqual(Array(10).fill('paused'));
});

/** Contacts `+1305555…` in Florida, `+1410555…` in Maryland and `+1405555…` in Oklahoma, `each` of each. */
async function moveToStrictStates(ctx: Context, each: number): Promise<void> {
  await services.database.owner.query(
    `update contacts set quiet_key = null, phone = (array['+1305555', '+1410555', '+1405555'])[1 + right(phone, 4)::int / $2::int] || right(phone, 4)
     where tenant_id = $1`,
    [ctx.tenantId, each],
  );
}

test('two campaigns that race for the last place of the day give it away once, in every state with a maximum', async () => {
  const each = 5;
  const { ctx, carrier, sender } = await scene(3 * each);
  await moveToStrictStates(ctx, each);
  for (let round = 0; round < 2; round += 1) {
    await launch(ctx);
    await sender.drain();
  }
  const ids = [await launch(ctx), await launch(ctx)];
  for (const job of services.jobs.splice(0)) await sender.run(job);
  await sender.pump.round();
  const sends = services.jobs.splice(0).filter(({ name }) => name === 'message.send-bulk');
  expect(sends.length).toBe(6);
  const other = new TestSender(services, ctx);
  await Promise.all(sends.map((job, index) => (index % 2 === 0 ? sender : other).run(job)));
  await sender.drain();
  const texts = Map.groupBy(carrier.requests, ({ to }) => to);
  expect([...texts.values()].map((own) => own.length)).toEqual(Array.from({ length: 3 * each }, () => 3));
  const reports = await Promise.all(ids.map((id) => reportCampaign(ctx, { id })));
  expect(reports.reduce((sum, { totals }) => sum + totals.handedOver, 0)).toBe(3 * each);
  const waiting = reports.flatMap(({ waitingBy }) => waitingBy);
  expect(waiting.reduce((sum, { count }) => sum + count, 0)).toBe(3 * each);
  expect(new Set(waiting.map(({ reason }) => reason))).toEqual(new Set(['legal_maximum']));
});

test('simulated texts take no place of those to people', async () => {
  const { ctx, carrier, sender } = await scene(3);
  await moveToStrictStates(ctx, 3);
  // Wednesday noon in Florida.
  heldAt = new Date('2027-01-27T17:00:00Z');
  for (let round = 0; round < 3; round += 1) {
    await launch(ctx);
    await sender.drain();
  }
  expect(carrier.requests.length).toBe(9);
  await services.database.owner.query(
    `with account as (
       insert into carrier_accounts (tenant_id, key, carrier, name, account_sid, auth_token_sealed, live)
       select tenant_id, key || '-live', carrier, 'Live', account_sid, auth_token_sealed, true from carrier_accounts where tenant_id = $1
       returning id
     ), former as (
       update sending_numbers set is_default = false where tenant_id = $1
     )
     insert into sending_numbers (tenant_id, carrier_account_id, phone, type, rate_parts, stop_confirmer, is_default)
     select $1, id, '55511', 'short-code', 100, 'self', false from account`,
    [ctx.tenantId],
  );
  await services.database.owner.query(
    `update sending_numbers set is_default = true where tenant_id = $1 and phone = '55511'`,
    [ctx.tenantId],
  );
  for (let round = 0; round < 4; round += 1) {
    await launch(ctx);
    await sender.drain();
  }
  expect(carrier.requests.filter(({ from }) => from === '55511').length).toBe(9);
});

test('whose places share no hour is skipped for that: in preview, freeze, claim and report', async () => {
  const { ctx, carrier, sender } = await scene(6);
  demoTime = null;
  // Ten in the morning in California, a Wednesday.
  heldAt = new Date('2027-01-27T18:00:00Z');
  const own = (statement: string) => services.database.owner.query(statement, [ctx.tenantId]);
  // Maine closes at 17:00; the same hours on Guam's clock have ended when they begin there.
  const moved = `update contacts set region = 'ME', time_zone = 'Pacific/Guam', quiet_key = null where tenant_id = $1`;
  await own(`${moved} and right(phone, 4) < '0002'`);
  await own(`update contacts set created_at = '2027-01-01' where tenant_id = $1`);
  const { id } = await createCampaign(ctx, {
    name: 'Test',
    template: 'Hi',
    audience: { type: 'all' },
    numberId: null,
  });
  expect(await previewCampaign(ctx, { id })).toMatchObject({
    recipients: 4,
    excluded: [{ reason: 'no_common_window', count: 2 }],
  });
  await launchCampaign(ctx, { id });
  await sender.run({
    name: 'campaign.freeze',
    payload: { tenantId: ctx.tenantId, campaignId: id },
    jobId: 'x',
  });
  expect((await reportCampaign(ctx, { id })).skippedBy).toMatchObject([
    { reason: 'no_common_window', count: 2 },
  ]);
  await own(`${moved} and right(phone, 4) = '0002'`);
  await sender.drain();
  expect(await reportCampaign(ctx, { id })).toMatchObject({
    campaign: { status: 'completed' },
    totals: { handedOver: 3, skipped: 3 },
    skippedBy: [{ reason: 'no_common_window', count: 3 }],
  });
  expect(carrier.requests.map(({ to }) => to).toSorted()).toEqual([
    '+14155550003',
    '+14155550004',
    '+14155550005',
  ]);
  const { rows } = await own(
    `select rule_version as version from messages where tenant_id = $1 and phone = '+14155550002' and reason = 'no_common_window'`,
  );
  expect(rows).toEqual([{ version: quietHoursGate.version }]);
});
