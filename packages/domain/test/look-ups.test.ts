import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { changeCampaignState } from '../src/campaigns/move.ts';
import { deleteCarrierAccount } from '../src/carrier-accounts/delete.ts';
import { usualSendTimes } from '../src/sending/lease.ts';
import { reconcileBatch } from '../src/sending/reconcile.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { storeInbound } from '../src/webhooks/store-inbound.ts';
import { frozen } from './budget-kit.ts';
import { failureScene, own } from './failure-kit.ts';
import { apply, newSid } from './webhook-kit.ts';

let services: TestServices;
let usualClock: TestServices['clock'];
let now = new Date();
beforeAll(async () => {
  services = await createTestServices();
  usualClock = services.clock;
  services.settings = { ...services.settings, sendTimes: usualSendTimes };
});
afterEach(() => {
  services.clock = usualClock;
});
afterAll(() => services.close());

const pass = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1_000);
};

/** One batch of texts whose requests were not answered, by a clock that stands still. */
async function unanswered(texts: number) {
  now = new Date(Date.now() + 5_000);
  services.clock = { ...usualClock, now: () => now };
  const { ctx, carrier, sender } = await failureScene(services, texts);
  carrier.answer = () => ({ type: 'unknown', detail: 'time-out' });
  const campaignId = await frozen(ctx, sender);
  await sender.pump.round();
  for (const job of sender.takeJobs()) await sender.run(job);
  expect(carrier.requests).toHaveLength(texts);
  const [batch] = await own<{ id: string }>(
    services,
    ctx,
    'select id from message_batches where tenant_id = $1',
  );
  const { signal } = new AbortController();
  const look = () => reconcileBatch(ctx, { batchId: batch?.id ?? '' }, { signal });
  const [account] = await own<{ id: string }>(
    services,
    ctx,
    'select id from carrier_accounts where tenant_id = $1',
  );
  return { ctx, carrier, sender, campaignId, accountId: account?.id ?? '', look };
}

test('a listing that a process held while it stood still is not the second one', async () => {
  const { ctx, carrier, look } = await unanswered(1);
  const asked = Promise.withResolvers<void>();
  const stood = Promise.withResolvers<void>();
  pass(75);
  const { list } = carrier;
  carrier.list = async () => {
    asked.resolve();
    await stood.promise;
    return [];
  };
  const held = look();
  await asked.promise;
  Object.assign(carrier, { list });
  carrier.listing = () => [];
  pass(60);
  await look();
  // The carrier takes the text of the request that timed out, after both listings.
  pass(301);
  stood.resolve();
  await held;
  expect(await own(services, ctx, 'select status, attempt from messages where tenant_id = $1')).toEqual([
    { status: 'unknown', attempt: 0 },
  ]);
});

test('a carrier that answers none of the first listings is not asked for those of the others', async () => {
  const { ctx, carrier, look } = await unanswered(12);
  let asked = 0;
  carrier.list = () => {
    asked += 1;
    return Promise.reject(new Error('429 Too Many Requests'));
  };
  pass(75);
  await look();
  expect(asked).toBe(5);
  const seen = await own(
    services,
    ctx,
    `select detail from message_events where tenant_id = $1 and type = 'not-looked-up'`,
  );
  expect(seen).toHaveLength(12);
});

test('an account stays until it is known what became of its texts, also those of a canceled campaign', async () => {
  const { ctx, carrier, sender, campaignId, accountId, look } = await unanswered(3);
  await changeCampaignState(ctx, { id: campaignId, move: 'cancel' });
  await expect(deleteCarrierAccount(ctx, { id: accountId })).rejects.toMatchObject({
    code: 'wrong_state',
    message: expect.stringContaining('what became of 3 of its texts'),
  });
  carrier.taken.push(...carrier.requests.map((text) => ({ ...text, id: newSid(), at: now })));
  pass(75);
  await look();
  await sender.drain();
  await deleteCarrierAccount(ctx, { id: accountId });
});

test('a START behind the carrier’s refusal holds, however long others of the batch take', async () => {
  const { ctx, carrier, sender } = await failureScene(services, 2);
  const [number] = await own<{ account: string; phone: string }>(
    services,
    ctx,
    'select carrier_account_id as account, phone from sending_numbers where tenant_id = $1',
  );
  const refused = Promise.withResolvers<void>();
  const others = Promise.withResolvers<void>();
  carrier.answer = async ({ to }, take) => {
    if (to === '+14155550000') {
      refused.resolve();
      return { type: 'refused', errorCode: '21610', detail: 'opted out' };
    }
    await others.promise;
    return { type: 'accepted', carrierMessageId: take(), parts: null };
  };
  await frozen(ctx, sender);
  await sender.pump.round();
  const running = Promise.all(sender.takeJobs().map((job) => sender.run(job)));
  await refused.promise;
  const sid = newSid();
  const params = {
    MessageSid: sid,
    From: '+14155550000',
    To: number?.phone ?? '',
    Body: 'START',
    NumSegments: '1',
  };
  await storeInbound(services, [
    {
      tenantId: ctx.tenantId,
      carrierAccountId: number?.account ?? '',
      kind: 'inbound',
      dedupeKey: sid,
      messageId: null,
      attempt: null,
      params,
    },
  ]);
  await apply(ctx);
  others.resolve();
  await running;
  expect(
    await own(services, ctx, 'select phone from do_not_contact where tenant_id = $1 and lifted_at is null'),
  ).toEqual([]);
});
