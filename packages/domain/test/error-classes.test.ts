import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeCampaignState } from '../src/campaigns/move.ts';
import type { SendOutcome } from '../src/context/ports.ts';
import { retryDue } from '../src/errors/retry-due.ts';
import { nextCarrierDay } from '../src/errors/retry-at.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { createSuppressionRule } from '../src/suppression/create.ts';
import { lookUpLines } from '../src/suppression/look-up.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { failureScene, own as ownRows, report as reportAs } from './failure-kit.ts';
import { launch } from './sending-kit.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const signal = new AbortController().signal;

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

/** A tenant whose time is held, and its campaigns to everybody. */
async function scene(contacts: number, nowMs = Date.now() + minute) {
  const time = { now: nowMs };
  services.clock = { ...services.clock, now: () => new Date(time.now) };
  services.random = () => 0.5;
  const { ctx, carrier, sender } = await failureScene(services, contacts);
  const own = <Row extends Record<string, unknown>>(statement: string) =>
    ownRows<Row>(services, ctx, statement);
  const send = async () => {
    const id = await launch(ctx, 'Hello');
    await sender.drain();
    return id;
  };
  /** What became of a campaign: handed over, waiting, left out with reasons. */
  const fate = async (id: string) => {
    const { totals, skippedBy, campaign } = await reportCampaign(ctx, { id });
    const { handedOver, waiting } = totals;
    return { handedOver, waiting, skippedBy, status: campaign.status };
  };
  const pass = async (ms: number) => {
    time.now += ms;
    await sender.drain();
  };
  const report = (campaignId: string, code: string, status = 'undelivered') =>
    reportAs(services, ctx, { campaignId, status, code, count: 1 });
  return { ctx, carrier, sender, time, own, send, fate, pass, report };
}

const unreachable = (count: number) => [{ reason: 'unreachable_phone', count }];

const refused = (errorCode: string) => (): SendOutcome => ({ type: 'refused', errorCode, detail: 'no' });

test('a text that failed for a passing reason is tried again when its class says, not before', async () => {
  const afternoon = Date.parse('2027-03-02T20:00:00Z');
  const midnight = nextCarrierDay(new Date(afternoon)).getTime() - afternoon;
  const plan: [string, number][] = [
    ['14107', 1.1 * minute],
    ['30022', 1.1 * minute],
    ['30001', 1.1 * minute],
    ['30500', 5.5 * minute],
    ['30450', 33 * minute],
    ['30610', 66 * minute],
    ['63038', midnight + 5 * minute],
  ];
  const { ctx, send, report, time } = await scene(plan.length, afternoon);
  const id = await send();
  for (const [code] of plan) await report(id, code);
  for (const at of new Set(plan.map(([, ms]) => ms))) {
    time.now = afternoon + at - 1;
    expect([at, await retryDue(ctx, { signal })]).toEqual([at, 0]);
    time.now = afternoon + at;
    expect([at, await retryDue(ctx, { signal })]).toEqual([at, plan.filter(([, ms]) => ms === at).length]);
  }
});

test('members are told of the carrier’s fraud protection, once a day, whatever campaign and number it meets', async () => {
  const { ctx, own, send, report } = await scene(3);
  const { rows: member } = await services.database.owner.query<{ email: string }>(
    `with person as (
       insert into users (email, name) values ('owner-' || $1::text || '@example.com', 'Owner') returning id, email
     ), joined as (
       insert into members (tenant_id, user_id, role_id)
       select $1::uuid, person.id, roles.id from person, roles where roles.tenant_id = $1::uuid and roles.key = 'manager'
     )
     select email from person`,
    [ctx.tenantId],
  );
  await report(await send(), '30450');
  await report(await send(), '30450');
  const mails = await own<{ mail: { to: string; subject: string; text: string } }>(
    `select payload as mail from outbox where tenant_id = $1 and payload ->> 'subject' like '%30450%'`,
  );
  expect(mails).toHaveLength(1);
  expect(mails[0]?.mail).toMatchObject({
    to: member[0]?.email,
    text: expect.stringContaining('fraud protection') as unknown,
  });
});

test.each([
  ['30022', 11 * second],
  ['30001', 66 * second],
  ['63017', 11 * second],
  ['63038', 66 * minute],
])('after %s its sender waits, then goes on', async (code, ms) => {
  const { carrier, send, report, pass, fate } = await scene(2);
  await report(await send(), code);
  const id = await send();
  await pass(ms - 1);
  expect(carrier.requests.length).toBe(2);
  await pass(hour);
  expect(await fate(id)).toMatchObject({ handedOver: 2, waiting: 0 });
});

test('the account waits as long as a 429 asks, and doubles its pauses while the carrier names none', async () => {
  const { ctx, carrier, own, pass, time, sender } = await scene(1);
  const busy: SendOutcome = { type: 'not-sent', detail: '429', retryAfterMs: 0, errorCode: '20429' };
  const started = time.now;
  carrier.answer = () => busy;
  await launch(ctx, 'Hello');
  await sender.drain();
  const waits = async () => {
    const [wait] = await own<{ strikes: number; until: Date }>(
      `select strikes, until from carrier_waits where tenant_id = $1`,
    );
    return [wait?.strikes, (wait?.until.getTime() ?? 0) - time.now];
  };
  expect([await waits(), time.now]).toEqual([[1, 1.1 * second], started]);
  await pass(1.1 * second);
  expect(await waits()).toEqual([2, 2.2 * second]);
  carrier.answer = () => ({ ...busy, askedMs: 90 * second });
  await pass(2.2 * second);
  expect(await waits()).toEqual([3, 99 * second]);
  await pass(98 * second);
  expect(carrier.requests.length).toBe(3);
  carrier.answer = (_text, take) => ({ type: 'accepted', carrierMessageId: take(), parts: null });
  await pass(second);
  expect(carrier.requests.length).toBe(4);
});

test.each(['21617', '21608'])(
  '%s pauses the campaign at its first answers, and a person resumes it',
  async (code) => {
    const { ctx, carrier, sender, own, send, fate, pass } = await scene(100);
    carrier.answer = refused(code);
    const id = await send();
    const asked = carrier.requests.length;
    expect(asked).toBeLessThanOrEqual(50);
    await pass(hour);
    expect(carrier.requests.length).toBe(asked);
    expect(await fate(id)).toMatchObject({ status: 'paused', waiting: 100 - asked });
    const [row] = await own<{ detail: string }>(
      'select pause_detail as detail from campaigns where tenant_id = $1',
    );
    expect(row?.detail).toMatch(
      new RegExp(`error ${code}\\), so the campaign was paused\\. .* Then resume it\\.`),
    );
    carrier.answer = (_text, take) => ({ type: 'accepted', carrierMessageId: take(), parts: null });
    await changeCampaignState(ctx, { id, move: 'resume' });
    await sender.drain();
    expect(await fate(id)).toMatchObject({ waiting: 0, handedOver: 100 - asked });
  },
);

test('no route for nearly all texts of a batch pauses the campaign; phones are left out once two types of number had none', async () => {
  const { carrier, own, send, fate } = await scene(40);
  carrier.answer = (text, take) =>
    text.to < '+14155550004'
      ? { type: 'accepted', carrierMessageId: take(), parts: null }
      : refused('21612')();
  expect(await fate(await send())).toMatchObject({ status: 'completed', handedOver: 4 });
  carrier.answer = refused('21612');
  const paused = await send();
  expect(await fate(paused)).toMatchObject({ status: 'paused', handedOver: 0 });
  const [row] = await own<{ detail: string }>(
    `select pause_detail as detail from campaigns where tenant_id = $1 and status = 'paused'`,
  );
  expect(row?.detail).toMatch(/for 40 of 40 texts \(error 21612\).* Try another type of sending number/);
  await own(`update sending_numbers set type = 'toll-free' where tenant_id = $1`);
  carrier.answer = (text, take) =>
    text.to < '+14155550030'
      ? { type: 'accepted', carrierMessageId: take(), parts: null }
      : refused('21612')();
  await send();
  expect(await fate(await send())).toMatchObject({
    handedOver: 30,
    skippedBy: unreachable(10),
  });
});

test('a phone that is blocked at its carrier is left out for a month', async () => {
  const { carrier, send, report, fate, pass } = await scene(2);
  carrier.listing = () => [];
  await report(await send(), '30004');
  await pass(30 * day - 1);
  expect(await fate(await send())).toMatchObject({
    handedOver: 1,
    skippedBy: unreachable(1),
  });
  await pass(1);
  expect(await fate(await send())).toMatchObject({ handedOver: 2, skippedBy: [] });
});

test('a landline is left out, unless a look-up says, before or after, that the line takes texts', async () => {
  const { ctx, own, send, report, fate } = await scene(3);
  await own(
    `insert into line_types (tenant_id, phone, simulated, type) values ($1, '+14155550000', true, 'mobile'), ($1, '+14155550001', true, 'landline')`,
  );
  const id = await send();
  for (let phone = 0; phone < 3; phone += 1) await report(id, '30006');
  expect(await fate(await send())).toMatchObject({ handedOver: 1, skippedBy: unreachable(2) });
  const rule = { name: 'Landlines', enabled: true, kind: 'landlines' as const, config: { lookUpsPerDay: 5 } };
  const { id: ruleId } = await createSuppressionRule(ctx, rule);
  expect(await lookUpLines(ctx, { ruleId }, { signal: new AbortController().signal })).toBe(1);
  expect(await fate(await send())).toMatchObject({ handedOver: 2, skippedBy: unreachable(1) });
});

test.each([
  ['carrier_accounts', ['30002', '21701', '21712']],
  ['sending_numbers', ['30032', '21660']],
] as const)('codes of the sender stop a row of %s; nothing more goes', async (table, codes) => {
  const { ctx, carrier, own, send, report } = await scene(1);
  for (const code of codes) {
    await report(await send(), code);
    expect(await own(`select stopped_code from ${table} where tenant_id = $1`)).toEqual([
      { stopped_code: code },
    ]);
    const sent = carrier.requests.length;
    const id = await send();
    expect([code, carrier.requests.length]).toEqual([code, sent]);
    await changeCampaignState(ctx, { id, move: 'cancel' });
    await own(`update ${table} set stopped_at = null, stopped_code = null where tenant_id = $1`);
  }
});

test('a code beside “delivered” is a warning: nothing is stopped and no error is noted', async () => {
  const { own, send, report, fate } = await scene(2);
  const id = await send();
  for (const code of ['30018', '30005']) await report(id, code, 'delivered');
  expect(await fate(await send())).toMatchObject({ handedOver: 2, skippedBy: [] });
  expect(
    await own(`select distinct error_code from messages where tenant_id = $1 and campaign_id = '${id}'`),
  ).toEqual([{ error_code: null }]);
  await report(await send(), '30018');
  await expect(send()).rejects.toMatchObject({ code: 'blocked' });
});
