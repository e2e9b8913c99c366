import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context } from '../src/context/context.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { listDeadLetters } from '../src/dead-letters/list.ts';
import { retryDeadLetter } from '../src/dead-letters/retry.ts';
import { resumeCarrierAccount } from '../src/errors/resume-account.ts';
import { nextCarrierDay } from '../src/errors/retry-at.ts';
import { retryDue } from '../src/errors/retry-due.ts';
import { createOutbound } from '../src/messages/create-outbound.ts';
import { getMessage } from '../src/messages/get.ts';
import { listCampaignMessages } from '../src/messages/list-of-campaign.ts';
import { listNumbers } from '../src/numbers/list.ts';
import { readOverview } from '../src/reports/overview.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { drift, failureScene, own as ownRows, report as reportAs } from './failure-kit.ts';
import { launch } from './sending-kit.ts';

const signal = new AbortController().signal;

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const scene = (contacts: number) => failureScene(services, contacts);
const own = <Row extends Record<string, unknown>>(ctx: Context, statement: string) =>
  ownRows<Row>(services, ctx, statement);
const report = (ctx: Context, input: Parameters<typeof reportAs>[2]) => reportAs(services, ctx, input);

/** Every planned try is due now. */
async function passTime(ctx: Context): Promise<void> {
  await own(ctx, `update message_retries set due_at = now() - interval '1 second' where tenant_id = $1`);
}

test('a text that failed for a passing reason is tried again as often as its code allows, then given up; counters stay true', async () => {
  const { ctx, carrier, sender } = await scene(3);
  const campaignId = await launch(ctx);
  await sender.drain();
  await report(ctx, { campaignId, status: 'delivered', count: 1 });
  await report(ctx, { campaignId, status: 'undelivered', code: '30003', count: 1 });
  expect(await retryDue(ctx, { signal })).toBe(0);
  const failed = await listCampaignMessages(ctx, { id: campaignId, status: 'notDelivered', limit: 10 });
  const [waits] = await own<{ due: Date }>(
    ctx,
    'select due_at as due from message_retries where tenant_id = $1',
  );
  expect(failed.items).toMatchObject([{ status: 'undelivered', retryAt: waits?.due.toISOString() }]);
  await passTime(ctx);
  expect(await retryDue(ctx, { signal })).toBe(1);
  expect((await reportCampaign(ctx, { id: campaignId })).campaign).toMatchObject({
    status: 'sending',
    totals: { audience: 3, skipped: 0, waiting: 1, handedOver: 2 },
  });
  expect(await drift(ctx, campaignId)).toEqual([]);
  await sender.drain();
  expect(carrier.requests.length).toBe(4);
  const done = await reportCampaign(ctx, { id: campaignId });
  expect(done).toMatchObject({ campaign: { status: 'completed' }, totals: { waiting: 0, handedOver: 3 } });
  const [text] = await own<{ cost: string }>(
    ctx,
    'select cost_micros as cost from messages where tenant_id = $1 and cost_micros > 0 limit 1',
  );
  expect(done.totals.costMicros).toBe(4 * Number(text?.cost));
  await report(ctx, { campaignId, status: 'undelivered', code: '30003', count: 1 });
  await report(ctx, { campaignId, status: 'undelivered', code: '30003', count: 1 });
  await passTime(ctx);
  expect(await retryDue(ctx, { signal })).toBe(1);
  const { items } = await listDeadLetters(ctx, { limit: 10 });
  expect(items).toMatchObject([{ kind: 'message', campaignId, code: '30003', canRetry: true }]);
  expect(await getMessage(ctx, { id: items[0]?.subjectId ?? '' })).toMatchObject({ retryAt: null });
  expect(await drift(ctx, campaignId)).toEqual([]);
});

async function addressee(ctx: Context) {
  const [to] = await own<{ contactId: string; phone: string; numberId: string; account: string }>(
    ctx,
    `select c.id as "contactId", c.phone, n.id as "numberId", n.carrier_account_id as account from contacts c, sending_numbers n
     where c.tenant_id = $1 and n.tenant_id = $1`,
  );
  if (to === undefined) throw new Error('nobody to write to');
  return to;
}

test('a planned try whose moment has passed when it is looked at is given up, not forgotten', async () => {
  const { ctx, carrier, sender } = await scene(1);
  const sendBefore = new Date(services.clock.now().getTime() + 48 * 3_600_000);
  const text = { kind: 'reply', body: 'From nine to five.', replyToId: null } as const;
  await createOutbound(ctx, { ...(await addressee(ctx)), ...text, sendBefore });
  await sender.drain();
  await reportAs(services, ctx, { campaignId: null, status: 'undelivered', code: '30003' });
  expect((await listDeadLetters(ctx, { limit: 10 })).items).toEqual([]);
  const { clock } = services;
  services.clock = { ...clock, now: () => sendBefore };
  expect(await retryDue(ctx, { signal })).toBe(0);
  services.clock = clock;
  expect((await listDeadLetters(ctx, { limit: 10 })).items).toMatchObject([
    { kind: 'message', code: '30003' },
  ]);
  expect(carrier.requests).toHaveLength(1);
});

test('an answer whose moment will have passed is not tried again, by itself or by a person', async () => {
  const { ctx, carrier, sender } = await scene(1);
  const sendBefore = new Date(services.clock.now().getTime() + 300_000);
  const text = { kind: 'opt-out-confirmation', body: 'You are unsubscribed.', replyToId: null } as const;
  await createOutbound(ctx, { ...(await addressee(ctx)), ...text, sendBefore });
  await sender.drain();
  await reportAs(services, ctx, { campaignId: null, status: 'undelivered', code: '30003' });
  const { items } = await listDeadLetters(ctx, { limit: 10 });
  expect(items).toMatchObject([{ kind: 'message', code: '30003' }]);
  await passTime(ctx);
  expect(await retryDue(ctx, { signal })).toBe(0);
  const { clock } = services;
  services.clock = { ...clock, now: () => sendBefore };
  await expect(retryDeadLetter(ctx, { id: items[0]?.id ?? '' })).rejects.toMatchObject({
    code: 'wrong_state',
  });
  services.clock = clock;
  await sender.drain();
  expect(carrier.requests).toHaveLength(1);
});

test('a text that arrived after all is not tried again', async () => {
  const { ctx, sender } = await scene(1);
  const campaignId = await launch(ctx);
  await sender.drain();
  await report(ctx, { campaignId, status: 'undelivered', code: '30008' });
  await own(
    ctx,
    `insert into message_events (tenant_id, message_id, attempt, type) select tenant_id, id, 0, 'delivered' from messages where tenant_id = $1`,
  );
  await passTime(ctx);
  expect(await retryDue(ctx, { signal })).toBe(0);
});

test('phones that do not exist are left out from then on, those that do not answer after three failures over a week', async () => {
  const { ctx, sender } = await scene(3);
  const first = await launch(ctx);
  await sender.drain();
  await report(ctx, { campaignId: first, status: 'undelivered', code: '30005', count: 1 });
  for (let failure = 1; failure <= 3; failure += 1) {
    const campaignId = failure === 1 ? first : await launch(ctx);
    await sender.drain();
    await own(
      ctx,
      `update unreachable_phones set first_failed_at = first_failed_at - interval '4 days' where tenant_id = $1`,
    );
    await report(ctx, { campaignId, status: 'undelivered', code: '30008', count: 1 });
    await report(ctx, { campaignId, status: 'delivered' });
  }
  const last = await launch(ctx);
  await sender.drain();
  expect(await reportCampaign(ctx, { id: last })).toMatchObject({
    totals: { handedOver: 1, skipped: 2 },
    skippedBy: [{ reason: 'unreachable_phone', count: 2 }],
  });
});

test('a number that is not registered stops; its texts wait with the reason and nothing is moved elsewhere', async () => {
  const { ctx, sender, carrier } = await scene(5);
  const campaignId = await launch(ctx);
  await sender.drain();
  await report(ctx, { campaignId, status: 'undelivered', code: '30034', count: 1 });
  expect(await own(ctx, 'select stopped_code from sending_numbers where tenant_id = $1')).toEqual([
    { stopped_code: '30034' },
  ]);
  const second = await launch(ctx);
  await sender.drain();
  expect(carrier.requests.length).toBe(5);
  expect((await reportCampaign(ctx, { id: second })).totals).toMatchObject({ waiting: 5, handedOver: 0 });
});

test('wrong credentials stop the account at the first answer; nothing is lost, and resuming sends all of it', async () => {
  const { ctx, sender, carrier } = await scene(100);
  carrier.answer = () => ({ type: 'not-sent', detail: '401', retryAfterMs: 0, errorCode: '20003' });
  const campaignId = await launch(ctx);
  await sender.drain();
  expect(carrier.requests.length).toBeLessThanOrEqual(50);
  const [account] = await own<{ id: string; code: string }>(
    ctx,
    'select id, stopped_code as code from carrier_accounts where tenant_id = $1',
  );
  expect(account?.code).toBe('20003');
  const { troubles } = await readOverview(ctx, {});
  expect(troubles).toMatchObject([{ code: 'account_stopped', detail: expect.stringContaining('20003') }]);
  expect((await listNumbers(ctx)).items[0]?.accountStopped?.words).toBe(troubles[0]?.detail);
  expect((await reportCampaign(ctx, { id: campaignId })).totals).toMatchObject({ waiting: 100 });
  carrier.answer = (_text, take) => ({ type: 'accepted', carrierMessageId: take(), parts: null });
  await resumeCarrierAccount(ctx, { id: account?.id ?? '' });
  await own(ctx, `update message_batches set next_at = null where tenant_id = $1`);
  await own(ctx, `update campaign_shares set next_at = null where tenant_id = $1`);
  await sender.drain();
  expect((await reportCampaign(ctx, { id: campaignId })).totals).toMatchObject({
    waiting: 0,
    handedOver: 100,
  });
  expect(await drift(ctx, campaignId)).toEqual([]);
});

test('429 is asked for a few times and then waited for, by all batches of the account', async () => {
  const { ctx, sender, carrier } = await scene(300);
  carrier.answer = () => ({ type: 'not-sent', detail: '429', retryAfterMs: 0, errorCode: '20429' });
  const campaignId = await launch(ctx);
  await sender.drain();
  expect(carrier.requests.length).toBeLessThanOrEqual(50);
  expect((await reportCampaign(ctx, { id: campaignId })).totals).toMatchObject({ waiting: 300 });
  expect(await own(ctx, 'select scope, code, strikes from carrier_waits where tenant_id = $1')).toEqual([
    { scope: 'account', code: '20429', strikes: 1 },
  ]);
});

test('a cap of the carrier’s day lets every number of the registration wait until midnight in Los Angeles', async () => {
  const { ctx, sender, carrier } = await scene(2);
  await own(
    ctx,
    `with made as (
       insert into carrier_registrations (tenant_id, carrier_account_id, kind, name, status)
       select tenant_id, id, '10dlc', 'Test', 'approved' from carrier_accounts where tenant_id = $1 returning id
     ) update sending_numbers set registration_id = made.id from made where tenant_id = $1`,
  );
  const first = await launch(ctx);
  await sender.drain();
  await report(ctx, { campaignId: first, status: 'undelivered', code: '30023', count: 1 });
  await launch(ctx);
  await sender.drain();
  expect(carrier.requests.length).toBe(2);
  const midnight = nextCarrierDay(new Date());
  expect(
    await own(
      ctx,
      'select waits_for, next_at from campaign_shares where tenant_id = $1 and waits_for is not null',
    ),
  ).toEqual([{ waits_for: 'carrier_cap', next_at: midnight }]);
  const [retry] = await own<{ due: Date }>(
    ctx,
    'select due_at as due from message_retries where tenant_id = $1',
  );
  expect(retry?.due.getTime()).toBeGreaterThanOrEqual(midnight.getTime());
});

test('a country that the carrier does not allow is left out for a day, other countries are not', async () => {
  const { ctx, sender, carrier } = await scene(2);
  await own(
    ctx,
    `update contacts set phone = '+447900000001', country = 'GB' where tenant_id = $1 and phone = '+14155550000'`,
  );
  carrier.answer = (text, take) =>
    text.to.startsWith('+44')
      ? { type: 'refused', errorCode: '21408', detail: 'no' }
      : { type: 'accepted', carrierMessageId: take(), parts: null };
  await launch(ctx);
  await sender.drain();
  const second = await launch(ctx);
  await sender.drain();
  expect(await reportCampaign(ctx, { id: second })).toMatchObject({
    totals: { handedOver: 1 },
    skippedBy: [{ reason: 'country_stopped', count: 1 }],
  });
});

test('what was given up is listed with words and can be tried again, through every gate', async () => {
  const { ctx, sender, carrier } = await scene(2);
  await launch(ctx);
  await sender.drain();
  await own(
    ctx,
    `with given as (update messages set status = 'failed', error_code = 'unknown', handed_over_at = null where tenant_id = $1 returning *)
     insert into dead_letters (tenant_id, kind, subject_id, campaign_id, code) select tenant_id, 'message', id, campaign_id, 'unknown' from given`,
  );
  await own(
    ctx,
    `insert into outbox (tenant_id, kind, payload, attempts, failure) values ($1, 'mail', '{"to": "a@example.com", "subject": "x", "text": "y"}', 5, 'refused')`,
  );
  await own(
    ctx,
    `insert into do_not_contact (tenant_id, phone, origin, created_by) values ($1, '+14155550000', 'operator', 'test')`,
  );
  const listed = await listDeadLetters(ctx, { limit: 10 });
  expect(listed.items.map(({ kind }) => kind)).toEqual(['mail', 'message', 'message']);
  expect((await listDeadLetters(ctx, { limit: 1, kind: 'message' })).nextCursor).not.toBeNull();
  for (const { id } of listed.items) await retryDeadLetter(ctx, { id });
  expect((await listDeadLetters(ctx, { limit: 10 })).items).toEqual([]);
  await sender.drain();
  expect(carrier.requests.length).toBe(3);
  expect(
    await own(
      ctx,
      `select status, count(*)::int as n from messages where tenant_id = $1 group by 1 order by 1`,
    ),
  ).toEqual([
    { status: 'accepted', n: 1 },
    { status: 'skipped', n: 1 },
  ]);
  await expect(retryDeadLetter(ctx, { id: randomUUID() })).rejects.toMatchObject({ code: 'not_found' });
});
