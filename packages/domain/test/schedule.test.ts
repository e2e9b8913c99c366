import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CreateCampaign } from '@sms-crm/contracts/campaigns';
import { killSwitches } from '@sms-crm/db/tables/access';
import { createCampaign } from '../src/campaigns/create.ts';
import { endCampaign } from '../src/campaigns/end.ts';
import { getCampaign } from '../src/campaigns/list.ts';
import { changeCampaignState } from '../src/campaigns/move.ts';
import { scheduleCampaign } from '../src/campaigns/schedule.ts';
import { startScheduled } from '../src/campaigns/start-scheduled.ts';
import { updateCampaign } from '../src/campaigns/update.ts';
import { withTransaction, type Context } from '../src/context/context.ts';
import { findDrift } from '../src/reports/recount.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { addContacts, giveNumber, ScriptedCarrier, TestSender } from './sending-kit.ts';

/** Noon in California and 15:00 in New York, on a Wednesday. */
const noon = Date.parse('2027-01-27T20:00:00Z');
const hour = 3_600_000;

let services: TestServices;
let now = noon;
beforeAll(async () => {
  services = await createTestServices();
  services.clock = { now: () => new Date(now), recipientTime: () => '12:00', demoTime: () => null };
});
afterAll(() => services.close());
beforeEach(() => {
  now = noon;
  services.jobs.length = 0;
  services.mails.length = 0;
});

async function scene(contacts: number) {
  const ctx = await newContext(services);
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  await giveNumber(ctx);
  await addContacts(ctx, contacts);
  await services.database.owner.query(
    `update contacts set created_at = '2027-01-01T00:00:00Z' where tenant_id = $1`,
    [ctx.tenantId],
  );
  return { ctx, carrier, sender: new TestSender(services, ctx) };
}

async function draft(ctx: Context, more: Partial<CreateCampaign> = {}): Promise<string> {
  const { id } = await createCampaign(ctx, {
    name: 'Spring sale',
    template: 'Hi {{first_name}}',
    audience: { type: 'all' },
    numberId: null,
    ...more,
  });
  return id;
}

const inHours = (hours: number) => new Date(noon + hours * hour).toISOString();

const starts = () => services.jobs.splice(0).filter(({ name }) => name === 'campaign.start');

async function drift(ctx: Context, id: string): Promise<unknown[]> {
  return withTransaction(ctx, (ctx) => findDrift(ctx, id));
}

test('a scheduled campaign starts at the last moment it was given, not before, and once', async () => {
  const { ctx, carrier, sender } = await scene(30);
  const id = await draft(ctx);
  await scheduleCampaign(ctx, { id, when: { localTime: '2027-01-28T10:00' } });
  await scheduleCampaign(ctx, { id, when: { at: inHours(1) } });
  const scheduled = await scheduleCampaign(ctx, { id, when: { at: inHours(2) } });
  expect(scheduled).toMatchObject({ status: 'scheduled', scheduledAt: inHours(2), scheduleLocal: null });
  now = noon + 2 * hour - 1;
  await sender.drain();
  expect(carrier.requests).toEqual([]);
  now = noon + 2 * hour;
  await sender.pump.round();
  const offered = services.jobs.filter(({ name }) => name === 'campaign.start');
  expect(offered).toHaveLength(1);
  // The job runs twice at once: a stalled one was given to another process.
  await Promise.all([startScheduled(ctx, { campaignId: id }), startScheduled(ctx, { campaignId: id })]);
  await sender.drain();
  expect(new Set(carrier.requests.map(({ to }) => to)).size).toBe(30);
  expect(carrier.requests).toHaveLength(30);
  expect(await getCampaign(ctx, { id })).toMatchObject({ status: 'completed', launchedAt: inHours(2) });
});

test('a start whose job is lost with Redis or its process is offered again', async () => {
  const { ctx, carrier, sender } = await scene(3);
  const id = await draft(ctx);
  await scheduleCampaign(ctx, { id, when: { at: inHours(1) } });
  now = noon + hour;
  await sender.pump.round();
  expect(starts()).toHaveLength(1);
  await sender.pump.round();
  expect(starts()).toEqual([]);
  now += 31_000;
  await sender.drain();
  expect(carrier.requests).toHaveLength(3);
});

test('what was changed since it was looked at is not scheduled', async () => {
  const { ctx } = await scene(3);
  const id = await draft(ctx);
  const { updatedAt: expectedUpdatedAt } = await getCampaign(ctx, { id });
  now += 1_000;
  await updateCampaign(ctx, { id, change: { template: 'Never reviewed' } });
  const when = { at: inHours(1) };
  await expect(scheduleCampaign(ctx, { id, when, expectedUpdatedAt })).rejects.toMatchObject({
    code: 'conflict',
  });
  const { updatedAt } = await getCampaign(ctx, { id });
  expect(await scheduleCampaign(ctx, { id, when, expectedUpdatedAt: updatedAt })).toMatchObject({
    status: 'scheduled',
  });
});

test('a schedule is canceled back to a draft, which can be changed again', async () => {
  const { ctx, carrier, sender } = await scene(3);
  const id = await draft(ctx);
  await scheduleCampaign(ctx, { id, when: { at: inHours(1) } });
  await expect(updateCampaign(ctx, { id, change: { name: 'Other' } })).rejects.toMatchObject({
    code: 'wrong_state',
    message: expect.stringContaining('Cancel the schedule first') as unknown,
  });
  const back = await changeCampaignState(ctx, { id, move: 'cancel' });
  expect(back).toMatchObject({ status: 'draft', scheduledAt: null });
  now = noon + 2 * hour;
  await sender.drain();
  expect(carrier.requests).toEqual([]);
  expect(await updateCampaign(ctx, { id, change: { name: 'Other' } })).toMatchObject({ name: 'Other' });
});

test('a blocker at the moment makes it a draft again, tells why, and mails its maker', async () => {
  const { ctx, carrier, sender } = await scene(3);
  await services.database.owner.query(
    `with u as (insert into users (name, email) values ('Maker', 'maker-' || $1::text || '@example.com') returning id)
     insert into members (tenant_id, user_id, role_id)
     select $1::uuid, u.id, r.id from u, roles r where r.tenant_id = $1::uuid and r.key = 'manager'`,
    [ctx.tenantId],
  );
  const id = await draft(ctx);
  const { scheduledAt } = await scheduleCampaign(ctx, { id, when: { localTime: '2027-01-27T16:00' } });
  await withTransaction(ctx, (ctx) =>
    ctx.tx.db.insert(killSwitches).values({
      tenantId: ctx.tenantId,
      id: ctx.tenantId,
      scope: 'tenant',
      reason: 'test',
      thrownBy: 'test',
    }),
  );
  now = Date.parse(scheduledAt ?? '');
  await sender.drain();
  const campaign = await getCampaign(ctx, { id });
  expect(campaign).toMatchObject({
    status: 'draft',
    scheduledAt: null,
    scheduleLocal: null,
    pauseDetail: expect.stringContaining('The kill switch of your organisation is on.') as unknown,
  });
  const { rows } = await services.database.owner.query<{ payload: { to: string; text: string } }>(
    'select payload from outbox where tenant_id = $1',
    [ctx.tenantId],
  );
  expect(rows.map(({ payload }) => payload)).toEqual([
    expect.objectContaining({
      to: `maker-${ctx.tenantId}@example.com`,
      text: expect.stringContaining('The kill switch of your organisation is on.') as unknown,
    }),
  ]);
  expect(carrier.requests).toEqual([]);
});

test('what cannot be launched cannot be scheduled, nor what lies behind or after its own end', async () => {
  const { ctx } = await scene(1);
  const id = await draft(ctx, { template: '' });
  await expect(scheduleCampaign(ctx, { id, when: { at: inHours(1) } })).rejects.toMatchObject({
    code: 'blocked',
  });
  await updateCampaign(ctx, { id, change: { template: 'Hello', endsAt: inHours(3) } });
  for (const at of [inHours(0), inHours(4)]) {
    await expect(scheduleCampaign(ctx, { id, when: { at } })).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ field: 'at' }],
    });
  }
});

const year = 366 * 24;

test.each([
  { field: 'at', when: { at: '9999-12-31T23:59:59-14:00' } },
  { field: 'at', when: { at: new Date(noon + year * hour + 1).toISOString() } },
  { field: 'localTime', when: { localTime: '9999-12-31T23:59' } },
  { field: 'localTime', when: { localTime: '2028-01-28T20:01' } },
])('nothing is scheduled more than 366 days ahead: $when', async ({ field, when }) => {
  const { ctx } = await scene(1);
  const id = await draft(ctx);
  await expect(scheduleCampaign(ctx, { id, when })).rejects.toMatchObject({
    code: 'invalid_input',
    message: 'That is too far away. Choose a moment within the next 366 days.',
    fields: [{ field }],
  });
  expect(await getCampaign(ctx, { id })).toMatchObject({ status: 'draft', scheduledAt: null });
});

test('366 days ahead may be scheduled, and a time of the distant past has passed', async () => {
  const { ctx } = await scene(1);
  const id = await draft(ctx);
  for (const localTime of ['0000-01-01T00:00', '1883-11-18T12:00', '2027-01-27T11:00']) {
    await expect(scheduleCampaign(ctx, { id, when: { localTime } })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('has passed already') as unknown,
    });
  }
  expect(await scheduleCampaign(ctx, { id, when: { at: inHours(year) } })).toMatchObject({
    status: 'scheduled',
    scheduledAt: inHours(year),
  });
});

test('a local time that some recipients’ clocks skip in spring is refused, and says what they show instead', async () => {
  const { ctx } = await scene(2);
  await services.database.owner.query(
    `update contacts set phone = '+16025550000', quiet_key = null where tenant_id = $1 and phone = '+14155550000'`,
    [ctx.tenantId],
  );
  const id = await draft(ctx);
  const at = (localTime: string) => scheduleCampaign(ctx, { id, when: { localTime } });
  await expect(at('2027-03-14T02:30')).rejects.toMatchObject({
    code: 'invalid_input',
    message:
      '2027-03-14 02:30 does not exist in America/Los_Angeles: the clocks there are put forward to 2027-03-14 03:00. Choose that, or another time.',
    fields: [{ field: 'localTime' }],
  });
  expect(await at('2027-03-14T03:00')).toMatchObject({ scheduleLocal: '2027-03-14T03:00' });
});

test('a local time is each recipient’s own, and the freeze begins with the earliest', async () => {
  const { ctx, carrier, sender } = await scene(4);
  await services.database.owner.query(
    `update contacts set region = 'NY', quiet_key = null where tenant_id = $1 and phone in ('+14155550000', '+14155550001')`,
    [ctx.tenantId],
  );
  const id = await draft(ctx);
  const campaign = await scheduleCampaign(ctx, { id, when: { localTime: '2027-01-28T10:00' } });
  expect(campaign).toMatchObject({
    scheduledAt: '2027-01-28T15:00:00.000Z',
    scheduleLocal: '2027-01-28T10:00',
  });
  now = Date.parse('2027-01-28T15:00:00Z');
  await sender.drain();
  expect(carrier.requests.map(({ to }) => to).toSorted()).toEqual(['+14155550000', '+14155550001']);
  now = Date.parse('2027-01-28T17:59:00Z');
  await sender.drain();
  expect(carrier.requests).toHaveLength(2);
  now = Date.parse('2027-01-28T18:00:00Z');
  await sender.drain();
  expect(carrier.requests).toHaveLength(4);
});

test('at its end a campaign skips what waits for its window, and completes', async () => {
  const { ctx, carrier, sender } = await scene(250);
  now = Date.parse('2027-01-28T06:00:00Z');
  const id = await draft(ctx, { endsAt: '2027-01-28T12:00:00.000Z' });
  await scheduleCampaign(ctx, { id, when: { at: '2027-01-28T06:30:00.000Z' } });
  now = Date.parse('2027-01-28T06:30:00Z');
  await sender.drain();
  await endCampaign(ctx, { campaignId: id });
  expect(await getCampaign(ctx, { id })).toMatchObject({ status: 'sending', totals: { waiting: 250 } });
  now = Date.parse('2027-01-28T12:00:00Z');
  await sender.drain();
  const report = await reportCampaign(ctx, { id });
  expect(report).toMatchObject({
    campaign: { status: 'completed' },
    totals: { audience: 250, skipped: 250, waiting: 0, handedOver: 0 },
    skippedBy: [{ reason: 'campaign_ended', count: 250 }],
  });
  expect(carrier.requests).toEqual([]);
  expect(await drift(ctx, id)).toEqual([]);
});

test('the end of a paused campaign comes too', async () => {
  const { ctx, sender } = await scene(5);
  now = Date.parse('2027-01-28T06:00:00Z');
  const id = await draft(ctx, { endsAt: '2027-01-28T12:00:00.000Z' });
  await scheduleCampaign(ctx, { id, when: { at: '2027-01-28T06:30:00.000Z' } });
  now = Date.parse('2027-01-28T06:30:00Z');
  await sender.drain();
  await changeCampaignState(ctx, { id, move: 'pause' });
  now = Date.parse('2027-01-28T12:00:01Z');
  await sender.drain();
  expect(await reportCampaign(ctx, { id })).toMatchObject({
    campaign: { status: 'completed' },
    skippedBy: [{ reason: 'campaign_ended', count: 5 }],
  });
});
