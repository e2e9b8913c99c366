import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { gateOrder } from '@sms-crm/contracts/gates';
import { skipReasons, waitReasons } from '@sms-crm/contracts/reasons';
import { doNotContact } from '@sms-crm/db/tables/contacts';
import { changeCampaignState } from '../src/campaigns/move.ts';
import { withTransaction, type Context } from '../src/context/context.ts';
import { gateOf } from '../src/messages/gate-words.ts';
import { getMessage } from '../src/messages/get.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { addContacts, giveNumber, launch, ScriptedCarrier, TestSender } from './sending-kit.ts';

/** 12:00 and 23:00 in California, on a Wednesday. */
const noon = Date.parse('2027-01-27T20:00:00Z');
const night = Date.parse('2027-01-28T07:00:00Z');

let services: TestServices;
let now = noon;
beforeAll(async () => {
  services = await createTestServices();
  services.clock = { now: () => new Date(now), recipientTime: () => '12:00', demoTime: () => null };
});
afterAll(() => services.close());
beforeEach(() => {
  services.jobs.length = 0;
});

async function scene(at: number, prepare: string[] = []) {
  now = at;
  const ctx = await newContext(services);
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  await giveNumber(ctx);
  await addContacts(ctx, 2);
  const all = [`update contacts set created_at = '2027-01-01' where tenant_id = $1`, ...prepare];
  for (const text of all) await services.database.owner.query(text, [ctx.tenantId]);
  return { ctx, carrier, sender: new TestSender(services, ctx) };
}

async function why(ctx: Context, phone = '+14155550000') {
  const { rows } = await services.database.owner.query<{ id: string }>(
    'select id from messages where tenant_id = $1 and phone = $2',
    [ctx.tenantId, phone],
  );
  const detail = await getMessage(ctx, { id: rows[0]?.id ?? '' });
  expect(detail.why?.gates.map(({ gate }) => gate)).toEqual(gateOrder);
  const answers = Object.fromEntries((detail.why?.gates ?? []).map(({ gate, answer }) => [gate, answer]));
  return { ...detail, answers, gates: detail.why?.gates ?? [] };
}

test('a text that went out passed every gate', async () => {
  const { ctx, sender } = await scene(noon);
  await launch(ctx);
  await sender.drain();
  const { answers, why: told } = await why(ctx);
  expect(new Set(Object.values(answers))).toEqual(new Set(['passed']));
  expect(told).toMatchObject({ waits: [], quietHours: null });
});

test('a refusal names its gate with the version of its rule; those behind it were not asked', async () => {
  const { ctx, sender } = await scene(noon);
  await withTransaction(ctx, (ctx) =>
    ctx.tx.db
      .insert(doNotContact)
      .values({ tenantId: ctx.tenantId, phone: '+14155550000', origin: 'operator', createdBy: 'test' }),
  );
  await launch(ctx);
  await sender.drain();
  const { answers, gates } = await why(ctx);
  expect(answers).toEqual({
    'kill-switch': 'passed',
    'campaign-state': 'passed',
    'do-not-contact': 'refused',
    consent: 'not-asked',
    suppression: 'not-asked',
    'quiet-hours': 'not-asked',
    budget: 'not-asked',
    'warm-up': 'not-asked',
    'rate-limit': 'not-asked',
  });
  expect(gates[2]).toMatchObject({ detail: 'On the do-not-contact list' });
});

test('who waits at night is told where it is night, and until when', async () => {
  const { ctx, sender } = await scene(night);
  await launch(ctx);
  await sender.drain();
  const { gates, why: told } = await why(ctx);
  expect(gates[5]).toMatchObject({
    gate: 'quiet-hours',
    answer: 'waits',
    until: '2027-01-28T17:00:00.000Z',
    ruleVersion: 1,
  });
  expect(told?.quietHours).toBe('Quiet hours in California until Thu 09:00 (America/Los_Angeles)');
});

test('every gate is asked for itself: a pause and the night stand beside each other', async () => {
  const { ctx, sender } = await scene(night);
  const id = await launch(ctx);
  await sender.drain();
  await changeCampaignState(ctx, { id, move: 'pause' });
  expect((await why(ctx)).answers).toMatchObject({ 'campaign-state': 'halted', 'quiet-hours': 'waits' });
});

test('what the budget does not allow waits for the next day, and the wait is kept after it went out', async () => {
  const { ctx, sender } = await scene(noon, [
    `update budgets set daily_limit_micros = 7900 where tenant_id = $1`,
  ]);
  await launch(ctx);
  await sender.drain();
  const waiting = (await Promise.all(['+14155550000', '+14155550001'].map((phone) => why(ctx, phone)))).find(
    ({ status }) => status === 'queued',
  );
  expect(waiting?.gates[6]).toMatchObject({
    gate: 'budget',
    answer: 'waits',
    until: '2027-01-28T05:00:00.000Z',
  });
  now = Date.parse('2027-01-28T20:00:00Z');
  await sender.drain();
  const sent = await why(ctx, waiting?.to);
  expect(sent.status).not.toBe('queued');
  expect(sent.why?.waits).toContainEqual(
    expect.objectContaining({
      gate: 'budget',
      reason: 'budget',
      of: 'number',
      until: '2027-01-28T05:00:00.000Z',
    }),
  );
});

test('waits for the rate, one after the other, are told as one', async () => {
  const { ctx, sender } = await scene(noon);
  await launch(ctx);
  await sender.drain();
  await services.database.owner.query(
    `insert into batch_waits (tenant_id, campaign_id, number_id, gate, reason, rule_version, until, at)
     select b.tenant_id, b.campaign_id, b.number_id, 'rate-limit', 'rate_limit', 1, w.at + interval '2 seconds', w.at
     from message_batches b cross join unnest($2::timestamptz[]) as w (at) where b.tenant_id = $1`,
    [ctx.tenantId, [6, 4, 2].map((seconds) => new Date(noon - seconds * 1_000))],
  );
  expect((await why(ctx)).why?.waits).toMatchObject([
    { reason: 'rate_limit', at: '2027-01-27T19:59:54.000Z', until: '2027-01-27T20:00:00.000Z' },
  ]);
});

test('a text of another tenant is not there', async () => {
  const { ctx, sender } = await scene(noon);
  await launch(ctx);
  await sender.drain();
  const { id } = await why(ctx);
  await expect(getMessage(await newContext(services), { id })).rejects.toMatchObject({ code: 'not_found' });
});

test('every reason belongs to a gate, but for what the text itself or the carrier says', () => {
  const without = [...skipReasons, ...waitReasons].filter((reason) => gateOf(reason) === undefined);
  expect(without).toEqual([
    'empty_body',
    'body_too_long',
    'unsafe_link',
    'no_number',
    'account_not_live',
    'too_late',
    'carrier_refused',
    'in_line',
    'being_sent',
    'outcome_unknown',
    'retry_later',
  ]);
});
