import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeCampaignState } from '../src/campaigns/move.ts';
import { withTransaction, type Context } from '../src/context/context.ts';
import { addDoNotContact } from '../src/do-not-contact/add.ts';
import { requeueMessages } from '../src/errors/requeue.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { daySpent, ledgerFaults, wakeAll } from './budget-kit.ts';
import { drift, failureScene, own } from './failure-kit.ts';
import { launch } from './sending-kit.ts';
import { addStatus, addStatuses, apply, newSid } from './webhook-kit.ts';

/** Price of one part to the USA, micro-dollars. */
const usa = 7_900;

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

type Word = { status: string; code?: string };

/** One text of a campaign that the carrier took while its answer got lost, and what the carrier tells of it later. */
async function lostAnswer() {
  const { ctx, carrier, sender } = await failureScene(services, 1);
  const sid = newSid();
  let campaignId = '';
  carrier.listing = () => [];
  carrier.answer = async (_text, take) => {
    if (carrier.requests.length > 1) return { type: 'accepted', carrierMessageId: take(), parts: null };
    await changeCampaignState(ctx, { id: campaignId, move: 'pause' });
    return { type: 'unknown', detail: 'time-out after acceptance' };
  };
  await own(
    services,
    ctx,
    `update sending_numbers set warm_up_level = 1, warm_up_curve = '{100}', warm_up_day = current_date where tenant_id = $1`,
  );
  campaignId = await launch(ctx);
  await sender.drain();
  const tell = (...words: Word[]) => tellOf(ctx, sid, 0, words);
  const resume = async () => {
    await changeCampaignState(ctx, { id: campaignId, move: 'resume' });
    await sender.drain();
  };
  return { ctx, carrier, sender, campaignId, sid, tell, resume };
}

async function tellOf(ctx: Context, sid: string, attempt: number, words: readonly Word[]): Promise<void> {
  const [row] = await own<{ messageId: string; accountId: string }>(
    services,
    ctx,
    `select m.id as "messageId", n.carrier_account_id as "accountId" from messages m
     join sending_numbers n on n.id = m.number_id where m.tenant_id = $1`,
  );
  if (row === undefined) throw new Error('there is no message');
  const { messageId, accountId } = row;
  for (const word of words)
    await addStatus({ ctx, tenantId: ctx.tenantId, accountId }, { messageId, sid, attempt, ...word });
  await apply(ctx);
}

const messageOf = async (ctx: Context) => {
  const rows = await own<{ status: string; attempt: number; sid: string | null }>(
    services,
    ctx,
    `select status, attempt, carrier_message_id as sid, cost_micros::int as cost, handed_over_at is not null as taken
     from messages where tenant_id = $1`,
  );
  return rows[0];
};

const numberDays = (ctx: Context) =>
  own(
    services,
    ctx,
    `select handed_over::int, d.parts::int, delivered::int, failed::int, (select u.parts::int from number_usage u
       where u.tenant_id = d.tenant_id and u.scope_id = d.number_id and u.kind = 'warm-up') as warm_up
     from number_daily d where d.tenant_id = $1`,
  );

async function allBooksAgree(ctx: Context, campaignId: string): Promise<void> {
  expect(await ledgerFaults(ctx)).toEqual([]);
  expect(await drift(ctx, campaignId)).toEqual([]);
}

test('a late callback of an attempt that no listing showed makes its message that text, booked as if it had been listed', async () => {
  const { ctx, carrier, campaignId, sid, tell, resume } = await lostAnswer();
  expect(await messageOf(ctx)).toMatchObject({ status: 'queued', attempt: 1, taken: false });
  expect(await daySpent(services, ctx)).toBe(0);
  await tell({ status: 'sent' });
  expect(await messageOf(ctx)).toEqual({ status: 'sent', attempt: 1, sid, cost: usa, taken: true });
  expect(await daySpent(services, ctx)).toBe(usa);
  expect(await numberDays(ctx)).toEqual([{ handed_over: 1, parts: 1, delivered: 0, failed: 0, warm_up: 1 }]);
  await resume();
  await tell({ status: 'delivered' }, { status: 'sent' });
  expect(await messageOf(ctx)).toMatchObject({ status: 'delivered' });
  expect(carrier.requests.length).toBe(1);
  expect(await reportCampaign(ctx, { id: campaignId })).toMatchObject({
    campaign: { status: 'completed' },
    totals: { handedOver: 1, delivered: 1, parts: 1, costMicros: usa, waiting: 0 },
  });
  expect(await numberDays(ctx)).toMatchObject([{ handed_over: 1, delivered: 1 }]);
  await allBooksAgree(ctx, campaignId);
});

test.each([
  {
    what: 'canceled',
    end: (ctx: Context, id: string) => changeCampaignState(ctx, { id, move: 'cancel' }),
    reason: 'canceled',
  },
  {
    what: 'left out',
    end: async (ctx: Context, id: string) => {
      await addDoNotContact(ctx, { phone: '+14155550000' });
      return changeCampaignState(ctx, { id, move: 'resume' });
    },
    reason: 'do_not_contact',
  },
])(
  'a text that was $what before its next try and had arrived after all is told as delivered, and paid for',
  async ({ end, reason }) => {
    const { ctx, carrier, sender, campaignId, sid, tell } = await lostAnswer();
    await end(ctx, campaignId);
    await sender.drain();
    expect(await reportCampaign(ctx, { id: campaignId })).toMatchObject({
      totals: { handedOver: 0, skipped: 1, waiting: 0 },
      skippedBy: [{ reason, count: 1 }],
    });
    await tell({ status: 'delivered' });
    expect(await messageOf(ctx)).toMatchObject({ status: 'delivered', sid, cost: usa, taken: true });
    expect(await reportCampaign(ctx, { id: campaignId })).toMatchObject({
      totals: { handedOver: 1, delivered: 1, skipped: 0, costMicros: usa },
      skippedBy: [],
    });
    expect(carrier.requests.length).toBe(1);
    await allBooksAgree(ctx, campaignId);
  },
);

test('in whatever order callbacks and the next try come, a text is sent again only when nothing was told before', async () => {
  const word = fc.constantFrom<Word>(
    { status: 'queued' },
    { status: 'sent' },
    { status: 'delivered' },
    { status: 'undelivered', code: '30008' },
    { status: 'failed', code: '30003' },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(word, { maxLength: 3 }),
      fc.array(word, { maxLength: 2 }),
      async (before, after) => {
        const { ctx, carrier, campaignId, tell, resume } = await lostAnswer();
        for (const one of before) await tell(one);
        await resume();
        await tell(...after);
        expect(carrier.requests.length).toBe(before.length > 0 ? 1 : 2);
        await allBooksAgree(ctx, campaignId);
        expect((await reportCampaign(ctx, { id: campaignId })).totals).toMatchObject({
          handedOver: 1,
          parts: 1,
          costMicros: usa,
        });
      },
    ),
    { numRuns: 6 },
  );
});

test('what is told while the next request is prepared is kept, and holds the one after that back', async () => {
  const { ctx, carrier, sender, campaignId, sid, tell, resume } = await lostAnswer();
  let held = false;
  carrier.gate = async (mayStart) => {
    if (held) return mayStart();
    held = true;
    await tell({ status: 'sent' });
    expect(await messageOf(ctx)).toMatchObject({ status: 'sending', attempt: 1, sid: null });
    return false;
  };
  await resume();
  expect(await messageOf(ctx)).toMatchObject({ status: 'queued', attempt: 2 });
  await wakeAll(services, ctx);
  await sender.drain();
  expect(await messageOf(ctx)).toEqual({ status: 'sent', attempt: 2, sid, cost: usa, taken: true });
  expect(carrier.requests.length).toBe(1);
  expect((await reportCampaign(ctx, { id: campaignId })).campaign.status).toBe('completed');
  await allBooksAgree(ctx, campaignId);
});

test('what is told after the next request began is kept and changes nothing', async () => {
  const { ctx, carrier, campaignId, sid, tell, resume } = await lostAnswer();
  await resume();
  expect(carrier.requests.length).toBe(2);
  await tell({ status: 'delivered' });
  const message = await messageOf(ctx);
  expect(message).toMatchObject({ status: 'accepted', attempt: 1 });
  expect(message?.sid).not.toBe(sid);
  await allBooksAgree(ctx, campaignId);
});

/** A text that failed for a passing reason and waits for its next try. */
async function failedAndQueued() {
  const { ctx, carrier, sender } = await failureScene(services, 1);
  const campaignId = await launch(ctx);
  await sender.drain();
  const sid = carrier.taken[0]?.id ?? '';
  await tellOf(ctx, sid, 0, [{ status: 'undelivered', code: '30008' }]);
  const [row] = await own<{ id: string }>(services, ctx, 'select id from messages where tenant_id = $1');
  const ids = [row?.id ?? ''];
  expect(await withTransaction(ctx, (ctx) => requeueMessages(ctx, { ids, cause: 'test' }))).toEqual(ids);
  return { ctx, carrier, sender, campaignId, sid };
}

test('a failure that is told twice holds no second try back', async () => {
  const { ctx, carrier, sender, campaignId, sid } = await failedAndQueued();
  await tellOf(ctx, sid, 0, [{ status: 'undelivered', code: '30008' }]);
  expect(await messageOf(ctx)).toMatchObject({ status: 'queued', attempt: 1 });
  await sender.drain();
  expect(carrier.requests.length).toBe(2);
  await allBooksAgree(ctx, campaignId);
});

test('a text that failed, waits for its second try and arrived after all is not sent again, and is paid once', async () => {
  const { ctx, carrier, sender, campaignId, sid } = await failedAndQueued();
  await tellOf(ctx, sid, 0, [{ status: 'delivered' }]);
  expect(await messageOf(ctx)).toMatchObject({ status: 'delivered', sid, taken: true });
  await sender.drain();
  expect(carrier.requests.length).toBe(1);
  expect(await reportCampaign(ctx, { id: campaignId })).toMatchObject({
    campaign: { status: 'completed' },
    totals: { handedOver: 1, delivered: 1, costMicros: usa },
  });
  expect(await daySpent(services, ctx)).toBe(usa);
  expect(await numberDays(ctx)).toMatchObject([{ handed_over: 1, delivered: 1, failed: 0 }]);
  await allBooksAgree(ctx, campaignId);
});

test('equal texts to one recipient never take the same of the carrier’s texts for theirs, looked up at once and told of in between', async () => {
  const { ctx, carrier, sender } = await failureScene(services, 12);
  let told = 0;
  const tellSome = async (): Promise<void> => {
    const [account] = await own<{ id: string }>(
      services,
      ctx,
      'select id from carrier_accounts where tenant_id = $1',
    );
    const texts = carrier.taken.slice(told, told + 5);
    told += texts.length;
    const events = texts.map(({ statusCallback, id: sid }) => {
      const query = new URL(statusCallback).searchParams;
      return { messageId: query.get('m'), attempt: Number(query.get('a')), sid, status: 'delivered' };
    });
    if (events.length > 0)
      await addStatuses({ ctx, tenantId: ctx.tenantId, accountId: account?.id ?? '' }, events);
    await apply(ctx);
  };
  const asked = new Map<string, number>();
  carrier.answer = (text, take) => {
    const times = (asked.get(text.to) ?? 0) + 1;
    asked.set(text.to, times);
    if (times > 2) return { type: 'accepted', carrierMessageId: take(), parts: null };
    // The carrier took both of every second recipient, and the second of the others.
    if (times === 2 || Number(text.to.slice(-2)) % 2 === 0) take();
    return { type: 'unknown', detail: 'no answer' };
  };
  const campaigns = [await launch(ctx, 'Hello'), await launch(ctx, 'Hello')];
  for (let round = 0; round < 20; round += 1) {
    await sender.pump.round();
    await Promise.all([
      ...sender.takeJobs().map((job) => sender.run(job)),
      round > 0 ? tellSome() : undefined,
    ]);
    await wakeAll(services, ctx);
  }
  const rows = await own<{ sid: string }>(
    services,
    ctx,
    'select carrier_message_id as sid from messages where tenant_id = $1 order by 1',
  );
  expect(rows.map(({ sid }) => sid)).toEqual(carrier.taken.map(({ id }) => id).toSorted());
  expect(rows.length).toBe(24);
  for (const id of campaigns) await allBooksAgree(ctx, id);
});
