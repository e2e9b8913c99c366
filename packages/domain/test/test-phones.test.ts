import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createCampaign } from '../src/campaigns/create.ts';
import { testSend } from '../src/campaigns/test-send.ts';
import { recordClicks } from '../src/clicks/record.ts';
import type { Context } from '../src/context/context.ts';
import { findShortLink } from '../src/links/find.ts';
import { newHitId } from '../src/links/hit-id.ts';
import { addTestPhone } from '../src/test-phones/add.ts';
import { confirmTestPhone, removeTestPhone } from '../src/test-phones/confirm.ts';
import { mostPerHour } from '../src/test-phones/rate.ts';
import { listTestPhones } from '../src/test-phones/view.ts';
import { createTestServices, newContext, testUser, type TestServices } from '../src/testing/kit.ts';
import { addContacts, giveNumber, ScriptedCarrier, TestSender } from './sending-kit.ts';

let services: TestServices;
let now = Date.parse('2027-01-27T20:00:00Z');
const minute = 60_000;
beforeAll(async () => {
  services = await createTestServices();
  services.clock = { now: () => new Date(now), recipientTime: () => '12:00', demoTime: () => null };
});
afterAll(() => services.close());
beforeEach(() => {
  services.jobs.length = 0;
});

async function scene() {
  const ctx = await newContext(services);
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  await giveNumber(ctx);
  return { ctx, carrier, sender: new TestSender(services, ctx) };
}

type Scene = Awaited<ReturnType<typeof scene>>;

const mine = { phone: '+14155550100', name: 'Mine' };

/** Asks for a code and reads it where it arrives. */
async function codeFor({ ctx, carrier, sender }: Scene): Promise<{ id: string; code: string }> {
  const { id } = await addTestPhone(ctx, mine);
  await sender.drain();
  return { id, code: /\d{6}/.exec(carrier.requests.at(-1)?.body ?? '')?.[0] ?? '' };
}

async function draft(ctx: Context): Promise<string> {
  const template = 'Hi {{first_name|there}}, see https://example.com/sale';
  const base = { name: 'Test', template, audience: { type: 'all' as const }, numberId: null };
  return (await createCampaign(ctx, base)).id;
}

test('a phone is verified by the code that arrives there, and only then gets test texts', async () => {
  const made = await scene();
  const { ctx, carrier, sender } = made;
  const id = await draft(ctx);
  await addContacts(ctx, 1);
  const { rows } = await services.database.owner.query<{ id: string }>(
    'select id from contacts where tenant_id = $1',
    [ctx.tenantId],
  );
  const contactId = rows[0]?.id ?? '';
  const phone = await codeFor(made);
  const send = () => testSend(ctx, { id, testPhoneIds: [phone.id], contactId });
  await expect(send()).rejects.toMatchObject({ code: 'wrong_state' });
  expect((await confirmTestPhone(ctx, phone)).verifiedAt).not.toBeNull();
  await expect(addTestPhone(ctx, mine)).rejects.toMatchObject({ code: 'already_exists' });
  const { messageIds } = await send();
  expect(messageIds).toHaveLength(1);
  await sender.drain();
  const sent = carrier.requests.at(-1);
  const [, text, code = ''] = /^(.*)\/(\w{10})\nReply STOP to opt out$/.exec(sent?.body ?? '') ?? [];
  expect([sent?.to, text]).toEqual([mine.phone, '[Test] Test Brand: Hi Name0, see http://sho.test']);
  const hosts = { shortHosts: [], exemptOrigin: null };
  const link = await findShortLink(services.system, code, hosts);
  expect(link).toMatchObject({
    messageId: messageIds[0],
    url: 'https://example.com/sale?utm_source=sms&utm_medium=sms&utm_campaign=test',
  });
  const tap = { tenantId: ctx.tenantId, campaignId: id, campaignLinkId: id, messageId: messageIds[0] ?? '' };
  const hit = {
    ...tap,
    linkId: id,
    id: newHitId(now),
    at: now,
    ip: '81.2.69.10',
    agent: 'Safari',
    hints: '',
  };
  expect(await recordClicks(ctx, [hit])).toBe(0);
  await removeTestPhone(ctx, phone);
  await expect(send()).rejects.toMatchObject({ code: 'not_found' });
  expect(await listTestPhones(ctx)).toMatchObject({ items: [], total: 0 });
});

test('a code dies after five wrong tries or ten minutes, and a new one can be asked for', async () => {
  const made = await scene();
  const { ctx } = made;
  const first = await codeFor(made);
  const wrong = first.code === '000000' ? '000001' : '000000';
  for (let tries = 0; tries < 5; tries += 1) {
    await expect(confirmTestPhone(ctx, { id: first.id, code: wrong })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  }
  await expect(confirmTestPhone(ctx, first)).rejects.toMatchObject({ code: 'wrong_state' });
  const second = await codeFor(made);
  expect(second.id).toBe(first.id);
  now += 11 * minute;
  await expect(confirmTestPhone(ctx, second)).rejects.toMatchObject({ code: 'wrong_state' });
  expect((await confirmTestPhone(ctx, await codeFor(made))).verifiedAt).not.toBeNull();
});

test('a member sends 20 test texts an hour and no more, however many at once; others have their own', async () => {
  const made = await scene();
  const { ctx } = made;
  const id = await draft(ctx);
  const phone = await codeFor(made);
  await confirmTestPhone(ctx, phone);
  const send = (who: Context) => testSend(who, { id, testPhoneIds: [phone.id], contactId: null });
  const asked = await Promise.allSettled(Array.from({ length: mostPerHour + 3 }, () => send(ctx)));
  const refused = asked.filter(({ status }) => status === 'rejected');
  // The code was one of the twenty.
  expect(refused).toHaveLength(4);
  await expect(send(ctx)).rejects.toMatchObject({ code: 'too_many_requests' });
  await expect(send({ ...ctx, actor: testUser() })).resolves.toMatchObject({
    messageIds: [expect.any(String)],
  });
  now += 61 * minute;
  await expect(send(ctx)).resolves.toMatchObject({ messageIds: [expect.any(String)] });
});
