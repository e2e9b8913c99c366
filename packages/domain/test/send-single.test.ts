import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { permissions } from '@sms-crm/contracts/permissions';
import { doNotContact } from '@sms-crm/db/tables/contacts';
import { withTransaction, type Context } from '../src/context/context.ts';
import { getMessage } from '../src/messages/get.ts';
import { sendMessage } from '../src/messages/send-single.ts';
import { createTestServices, newContext, testUser, type TestServices } from '../src/testing/kit.ts';
import { addContacts, giveNumber, ScriptedCarrier, TestSender } from './sending-kit.ts';

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
  now = noon;
  services.jobs.length = 0;
});

async function scene() {
  const ctx = await newContext(services);
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  await giveNumber(ctx);
  await addContacts(ctx, 2);
  return { ctx, carrier, sender: new TestSender(services, ctx) };
}

const marketing = (to: string) => ({ to, kind: 'marketing' as const, body: 'Sale today' });

async function register(ctx: Context, set: string): Promise<void> {
  await services.database.owner.query(
    `with r as (
       insert into carrier_registrations (tenant_id, carrier_account_id, kind, name, status, transactional)
       select tenant_id, id, 'short-code', 'Orders', ${set} from carrier_accounts where tenant_id = $1 returning id
     ) update sending_numbers set registration_id = r.id from r where tenant_id = $1`,
    [ctx.tenantId],
  );
}

test('a marketing text goes out with brand and opt-out words, which the next one within 30 days leaves out', async () => {
  const { ctx, carrier, sender } = await scene();
  const sent = await sendMessage(ctx, marketing('(415) 555-0000'));
  expect(sent).toMatchObject({
    status: 'queued',
    to: '+14155550000',
    kind: 'campaign-marketing',
    campaignId: null,
  });
  await sender.drain();
  await sendMessage(ctx, marketing('+14155550000'));
  await sender.drain();
  expect(carrier.requests.map(({ body }) => body)).toEqual([
    'Test Brand: Sale today\nReply STOP to opt out',
    'Test Brand: Sale today',
  ]);
});

test('who must not be texted is refused at once, with the reason stored', async () => {
  const { ctx, carrier, sender } = await scene();
  await withTransaction(ctx, (ctx) =>
    ctx.tx.db
      .insert(doNotContact)
      .values({ tenantId: ctx.tenantId, phone: '+14155550000', origin: 'recipient', createdBy: 'test' }),
  );
  const stopped = await sendMessage(ctx, marketing('+14155550000'));
  expect(stopped).toMatchObject({ status: 'skipped', reason: 'do_not_contact' });
  const unknown = await sendMessage(ctx, marketing('+14155559999'));
  expect(unknown).toMatchObject({ status: 'skipped', reason: 'consent_unknown', contactId: null });
  await sender.drain();
  expect(carrier.requests).toEqual([]);
  const told = await getMessage(ctx, { id: stopped.id });
  expect(told.why?.gates[2]).toMatchObject({ gate: 'do-not-contact', answer: 'refused', ruleVersion: 3 });
});

test('at night a marketing text waits for the morning', async () => {
  const { ctx, carrier, sender } = await scene();
  now = night;
  const { id } = await sendMessage(ctx, marketing('+14155550000'));
  await sender.drain();
  expect(carrier.requests).toEqual([]);
  const told = await getMessage(ctx, { id });
  expect(told.why?.gates[5]).toMatchObject({ gate: 'quiet-hours', answer: 'waits' });
  now = Date.parse('2027-01-28T17:00:01Z');
  await sender.drain();
  expect(carrier.requests).toHaveLength(1);
});

test('a transactional text needs its permission and a number registered for it, and then goes at any hour', async () => {
  const { ctx, carrier, sender } = await scene();
  now = night;
  const order = { to: '+14155559999', kind: 'transactional' as const, body: 'Your order is ready' };
  const others = permissions.filter((name) => name !== 'messages:send-transactional');
  await expect(sendMessage({ ...ctx, actor: testUser(others) }, order)).rejects.toMatchObject({
    code: 'permission_missing',
  });
  const refused = (why: string) =>
    expect(sendMessage(ctx, order)).rejects.toMatchObject({
      code: 'blocked',
      message: expect.stringMatching(`is not registered for transactional texts: .*${why}`) as unknown,
    });
  await refused('belongs to no registration');
  await register(ctx, `'approved', false`);
  await refused('“Orders” is for marketing');
  await register(ctx, `'pending', true`);
  await refused('“Orders” is pending');
  await register(ctx, `'approved', true`);
  await sendMessage(ctx, order);
  await sender.drain();
  expect(carrier.requests.map(({ body }) => body)).toEqual(['Your order is ready']);
});

test('a phone that cannot exist and a text that is too long with its footer name their field', async () => {
  const { ctx } = await scene();
  await expect(sendMessage(ctx, marketing('12'))).rejects.toMatchObject({ fields: [{ field: 'to' }] });
  await expect(
    sendMessage(ctx, { ...marketing('+14155550000'), body: 'x'.repeat(1_590) }),
  ).rejects.toMatchObject({ fields: [{ field: 'body' }] });
});
