import { afterAll, beforeAll, expect, test } from 'vitest';
import { killSwitches } from '@sms-crm/db/tables/access';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { doNotContact } from '@sms-crm/db/tables/contacts';
import { batchSize } from '../src/campaigns/freeze-chunk.ts';
import { changeCampaignState } from '../src/campaigns/move.ts';
import { previewCampaign } from '../src/campaigns/preview.ts';
import { withTransaction, type Context } from '../src/context/context.ts';
import { listCampaignMessages } from '../src/messages/list-of-campaign.ts';
import { findDrift } from '../src/reports/recount.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { RequestSlots } from '../src/sending/request-slots.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { addContacts, giveNumber, launch, ScriptedCarrier, TestSender } from './sending-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

async function scene(
  contacts: number,
): Promise<{ ctx: Context; carrier: ScriptedCarrier; sender: TestSender }> {
  services.jobs.length = 0;
  const ctx = await newContext(services);
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  await giveNumber(ctx);
  await addContacts(ctx, contacts);
  return { ctx, carrier, sender: new TestSender(services, ctx) };
}

async function stopPhone(ctx: Context, phone: string): Promise<void> {
  await withTransaction(ctx, (ctx) =>
    ctx.tx.db
      .insert(doNotContact)
      .values({ tenantId: ctx.tenantId, phone, origin: 'operator', createdBy: 'test' }),
  );
}

/** Counters must equal what the rows say, whatever happened. */
async function drift(ctx: Context): Promise<unknown[]> {
  return withTransaction(ctx, async (ctx) => {
    const own = await ctx.tx.db.select({ id: campaigns.id }).from(campaigns);
    const drifts: unknown[] = [];
    for (const { id } of own) drifts.push(...(await findDrift(ctx, id)));
    return drifts;
  });
}

test('everyone in the audience is sent to once, or has a reason', async () => {
  const { ctx, carrier, sender } = await scene(250);
  await stopPhone(ctx, '+14155550007');
  await services.database.owner.query(
    `update contacts set consent = 'unknown' where tenant_id = $1 and phone in ('+14155550001', '+14155550002')`,
    [ctx.tenantId],
  );
  const id = await launch(ctx, 'Hi {{first_name|there}}, see https://example.com/sale?who={{first_name}}.');
  await sender.drain();
  const report = await reportCampaign(ctx, { id });
  expect(report.campaign.status).toBe('completed');
  expect(report.totals).toMatchObject({ audience: 250, skipped: 3, waiting: 0, handedOver: 247, parts: 247 });
  expect(report.skippedBy).toEqual([
    expect.objectContaining({ reason: 'consent_unknown', count: 2 }),
    expect.objectContaining({ reason: 'do_not_contact', count: 1 }),
  ]);
  expect(new Set(carrier.requests.map((text) => text.to)).size).toBe(247);
  expect(carrier.requests[0]?.body).toMatch(/^Test Brand: Hi Name\d+, see http:\/\/sho\.test\/\w{10}\.\n/);
  const skipped = await listCampaignMessages(ctx, { id, reason: 'do_not_contact', limit: 10 });
  expect(skipped.items.map((message) => message.to)).toEqual(['+14155550007']);
  expect(await drift(ctx)).toEqual([]);
});

test('the preview counts as the freeze does', async () => {
  const { ctx, sender } = await scene(30);
  await stopPhone(ctx, '+14155550003');
  const id = await launch(ctx, 'Hello');
  const shown = await previewCampaign(ctx, { id });
  await sender.drain();
  const { totals } = await reportCampaign(ctx, { id });
  expect(shown).toMatchObject({
    matched: totals.audience,
    recipients: totals.handedOver,
    parts: totals.parts,
    costMicros: totals.costMicros,
  });
});

test('a launch is refused with every blocker in words', async () => {
  const { ctx } = await scene(0);
  await expect(launch(ctx, 'Hi {{First Name}}')).rejects.toMatchObject({
    code: 'blocked',
    message: expect.stringMatching(/merge field.*No contact belongs/s),
  });
});

test('a stop that comes after the claim still holds the request back', async () => {
  const { ctx, carrier, sender } = await scene(100);
  sender.tools.bulkSlots = new RequestSlots(1);
  carrier.answer = async (_text, take) => {
    if (carrier.requests.length === 1) {
      await stopPhone(ctx, '+14155550099');
      await new Promise((resolve) => setTimeout(resolve, 600));
    }
    return { type: 'accepted', carrierMessageId: take(), parts: null };
  };
  const id = await launch(ctx);
  await sender.drain();
  expect(carrier.requests.map((text) => text.to)).not.toContain('+14155550099');
  const report = await reportCampaign(ctx, { id });
  expect(report).toMatchObject({
    campaign: { status: 'completed' },
    totals: { audience: 100, skipped: 1, handedOver: 99 },
    skippedBy: [{ reason: 'do_not_contact', count: 1 }],
  });
  expect(await drift(ctx)).toEqual([]);
});

test('a kill switch stops the rest of a claimed batch, and lifting it sends exactly what was left', async () => {
  const { ctx, carrier, sender } = await scene(100);
  sender.tools.bulkSlots = new RequestSlots(1);
  const kill = (id: string) =>
    withTransaction(ctx, (ctx) =>
      ctx.tx.db
        .insert(killSwitches)
        .values({ tenantId: ctx.tenantId, id, scope: 'campaign', reason: 'test', thrownBy: 'test' }),
    );
  let campaignId = '';
  carrier.answer = async (_text, take) => {
    if (carrier.requests.length === 5) {
      await kill(campaignId);
      await new Promise((resolve) => setTimeout(resolve, 600));
    }
    return { type: 'accepted', carrierMessageId: take(), parts: null };
  };
  campaignId = await launch(ctx);
  await sender.drain();
  expect(carrier.requests.length).toBe(5);
  expect(await reportCampaign(ctx, { id: campaignId })).toMatchObject({
    totals: { waiting: 95, handedOver: 5 },
    waitingBy: [{ reason: 'kill_switch', count: 95 }],
  });
  await services.database.owner.query('delete from kill_switches where id = $1', [campaignId]);
  await sender.drain();
  expect(carrier.requests.length).toBe(100);
  expect(new Set(carrier.requests.map((text) => text.to)).size).toBe(100);
  expect(await drift(ctx)).toEqual([]);
});

test('pause holds, resume goes on, cancel ends with everyone accounted for', async () => {
  const { ctx, carrier, sender } = await scene(600);
  const id = await launch(ctx);
  await sender.run({
    name: 'campaign.freeze',
    payload: { tenantId: ctx.tenantId, campaignId: id },
    jobId: 'x',
  });
  await changeCampaignState(ctx, { id, move: 'pause' });
  await sender.drain();
  expect(carrier.requests).toEqual([]);
  expect(await reportCampaign(ctx, { id })).toMatchObject({ waitingBy: [{ reason: 'paused', count: 600 }] });
  await changeCampaignState(ctx, { id, move: 'resume' });
  await sender.pump.round();
  for (const job of services.jobs.splice(0, 1)) await sender.run(job);
  await changeCampaignState(ctx, { id, move: 'cancel' });
  await sender.drain();
  const report = await reportCampaign(ctx, { id });
  expect(report).toMatchObject({
    campaign: { status: 'canceled' },
    totals: { audience: 600, handedOver: batchSize, skipped: 600 - batchSize, waiting: 0 },
    skippedBy: [{ reason: 'canceled', count: 600 - batchSize }],
  });
  expect(report.campaign.completedAt).not.toBeNull();
  await expect(changeCampaignState(ctx, { id, move: 'resume' })).rejects.toMatchObject({
    code: 'wrong_state',
  });
  expect(await drift(ctx)).toEqual([]);
});

test('refusals, a busy carrier and unknown outcomes end where they should, and nothing is sent twice', async () => {
  const { ctx, carrier, sender } = await scene(100);
  const seen = new Map<string, number>();
  carrier.answer = (text, take) => {
    const times = (seen.get(text.to) ?? 0) + 1;
    seen.set(text.to, times);
    const last = Number(text.to.slice(-2));
    if (last < 10) return { type: 'refused', errorCode: '21614', detail: 'not a mobile number' };
    if (last < 20 && times === 1) return { type: 'not-sent', detail: '429', retryAfterMs: 0 };
    if (last < 30) {
      take();
      return { type: 'unknown', detail: 'time-out after acceptance' };
    }
    if (last < 40 && times === 1) return { type: 'unknown', detail: 'lost before acceptance' };
    return { type: 'accepted', carrierMessageId: take(), parts: null };
  };
  const id = await launch(ctx);
  for (let n = 0; n < 12; n += 1) {
    await sender.drain();
    await services.database.owner.query('update message_batches set next_at = null where tenant_id = $1', [
      ctx.tenantId,
    ]);
  }
  const report = await reportCampaign(ctx, { id });
  expect(report).toMatchObject({
    campaign: { status: 'completed' },
    totals: { audience: 100, skipped: 10, handedOver: 90, waiting: 0 },
    errors: [{ code: '21614', count: 10 }],
  });
  const phones = carrier.taken.map((text) => text.to);
  expect(phones.length).toBe(90);
  expect(new Set(phones).size).toBe(90);
  expect(await drift(ctx)).toEqual([]);
});

test('a lease that ran out makes its messages unknown, and the carrier list decides', async () => {
  const { ctx, carrier, sender } = await scene(20);
  const id = await launch(ctx);
  const { promise: hanging, resolve: release } = Promise.withResolvers<void>();
  carrier.answer = async (_text, take) => {
    const carrierMessageId = take();
    await hanging;
    return { type: 'accepted', carrierMessageId, parts: null };
  };
  await sender.run({
    name: 'campaign.freeze',
    payload: { tenantId: ctx.tenantId, campaignId: id },
    jobId: 'x',
  });
  await sender.pump.round();
  const job = services.jobs.splice(0).find((one) => one.name === 'message.send-bulk');
  const sending = job === undefined ? Promise.reject(new Error('no batch was offered')) : sender.run(job);
  await expect.poll(() => carrier.taken.length).toBe(20);
  await services.database.owner.query(
    `update message_batches set lease_until = now() - interval '1 s' where tenant_id = $1`,
    [ctx.tenantId],
  );
  await sender.pump.round();
  await expect.poll(async () => (await reportCampaign(ctx, { id })).totals.waiting).toBe(20);
  await services.database.owner.query(`update message_batches set next_at = null where tenant_id = $1`, [
    ctx.tenantId,
  ]);
  await sender.drain();
  release();
  await sending;
  const report = await reportCampaign(ctx, { id });
  expect(report).toMatchObject({ campaign: { status: 'completed' }, totals: { handedOver: 20, waiting: 0 } });
  expect(carrier.requests.length).toBe(20);
  expect(await drift(ctx)).toEqual([]);
});

test('jobs of an older offer and jobs that run twice send nothing', async () => {
  const { ctx, carrier, sender } = await scene(10);
  const id = await launch(ctx);
  await sender.run({
    name: 'campaign.freeze',
    payload: { tenantId: ctx.tenantId, campaignId: id },
    jobId: 'x',
  });
  await sender.pump.round();
  const jobs = services.jobs.splice(0).filter((one) => one.name === 'message.send-bulk');
  expect(jobs.length).toBe(1);
  await Promise.all([...jobs, ...jobs, ...jobs].map((job) => sender.run(job)));
  expect(carrier.requests.length).toBe(10);
});

test('what a campaign did not reach before its end is skipped, and the carrier is told how long it may try', async () => {
  const { ctx, carrier, sender } = await scene(2 * batchSize);
  const id = await launch(ctx);
  await sender.run({
    name: 'campaign.freeze',
    payload: { tenantId: ctx.tenantId, campaignId: id },
    jobId: 'x',
  });
  await services.database.owner.query(
    `update campaigns set ends_at = now() + interval '1 hour' where tenant_id = $1`,
    [ctx.tenantId],
  );
  await sender.pump.round();
  const first = services.jobs.splice(0).find((one) => one.name === 'message.send-bulk');
  if (first === undefined) throw new Error('no batch was offered');
  await sender.run(first);
  await services.database.owner.query(
    `update campaigns set ends_at = now() - interval '1 s' where tenant_id = $1`,
    [ctx.tenantId],
  );
  await services.database.owner.query(
    `update message_batches set state = 'open' where tenant_id = $1 and state = 'offered'`,
    [ctx.tenantId],
  );
  await sender.drain();
  expect(await reportCampaign(ctx, { id })).toMatchObject({
    campaign: { status: 'completed' },
    totals: { skipped: batchSize, handedOver: batchSize },
    skippedBy: [{ reason: 'campaign_ended', count: batchSize }],
  });
  expect(
    carrier.requests.every((text) => text.validitySeconds > 3_500 && text.validitySeconds <= 3_600),
  ).toBe(true);
});
