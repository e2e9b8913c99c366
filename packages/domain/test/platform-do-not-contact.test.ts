import { afterAll, beforeAll, expect, test } from 'vitest';
import { previewCampaign } from '../src/campaigns/preview.ts';
import { createCampaign } from '../src/campaigns/create.ts';
import { getContact } from '../src/contacts/get.ts';
import { createContext, type Context } from '../src/context/context.ts';
import { addPlatformDoNotContact } from '../src/do-not-contact/add-platform.ts';
import { listDoNotContact } from '../src/do-not-contact/list.ts';
import { listPlatformDoNotContact } from '../src/do-not-contact/platform-list.ts';
import { removeDoNotContact } from '../src/do-not-contact/remove.ts';
import { removePlatformDoNotContact } from '../src/do-not-contact/remove-platform.ts';
import { getMessage } from '../src/messages/get.ts';
import { sendMessage } from '../src/messages/send-single.ts';
import { obeyWishes } from '../src/opt-outs/obey-wishes.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { RequestSlots } from '../src/sending/request-slots.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { drift, failureScene, own } from './failure-kit.ts';
import { frozen } from './budget-kit.ts';
import { launch } from './sending-kit.ts';

let services: TestServices;
let admin: Context;
beforeAll(async () => {
  services = await createTestServices();
  const { tenantId } = await newContext(services);
  const actor = { type: 'platform-admin' as const, id: 'root', label: 'root@example.com', ip: null };
  admin = createContext(services, { tenantId, actor, requestId: 'test' });
});
afterAll(() => services.close());

const phone = '+14155550001';
const audienceOf = { name: 'Test', template: 'Hi', audience: { type: 'all' as const }, numberId: null };

const contactOf = async (ctx: Context) => {
  const [row] = await own<{ id: string }>(
    services,
    ctx,
    `select id from contacts where tenant_id = $1 and phone = '${phone}'`,
  );
  return getContact(ctx, { id: row?.id ?? '' });
};

test('a phone on the list of the platform is texted by no tenant, whoever asks, until an admin takes it off', async () => {
  const added = await addPlatformDoNotContact(admin, { phone: '(415) 555-0001', reason: 'court order' });
  expect(added).toMatchObject({ phone, reason: 'court order', createdBy: 'root@example.com' });
  expect(await addPlatformDoNotContact(admin, { phone, reason: 'again' })).toEqual(added);
  for (const scene of [await failureScene(services, 3), await failureScene(services, 3)]) {
    const { ctx, carrier, sender } = scene;
    services.carrier.current = carrier;
    const draft = await createCampaign(ctx, audienceOf);
    expect(await previewCampaign(ctx, draft)).toMatchObject({
      recipients: 2,
      excluded: [{ reason: 'do_not_contact', count: 1 }],
    });
    const id = await launch(ctx);
    const text = await sendMessage(ctx, { to: phone, kind: 'marketing', body: 'Sale' });
    await sender.drain();
    expect(carrier.requests.map(({ to }) => to)).not.toContain(phone);
    expect(await reportCampaign(ctx, { id })).toMatchObject({
      totals: { handedOver: 2, skipped: 1 },
      skippedBy: [{ reason: 'do_not_contact', count: 1 }],
    });
    expect(text).toMatchObject({ status: 'skipped', reason: 'do_not_contact' });
    const { why } = await getMessage(ctx, { id: text.id });
    expect(why?.gates.find(({ gate }) => gate === 'do-not-contact')).toMatchObject({
      answer: 'refused',
      detail: expect.stringContaining('platform’s do-not-contact list'),
    });
    expect((await contactOf(ctx)).doNotContact).toBe(true);
    expect((await listDoNotContact(ctx, { limit: 10 })).items).toEqual([]);
    await expect(removeDoNotContact(ctx, { phone })).rejects.toMatchObject({
      code: 'wrong_state',
      message: expect.stringContaining('The platform blocked this phone'),
    });
  }
  await removePlatformDoNotContact(admin, { phone });
  const { ctx, carrier, sender } = await failureScene(services, 3);
  await launch(ctx);
  await sender.drain();
  expect(carrier.requests.map(({ to }) => to)).toContain(phone);
});

test('a STOP and a START of its owner leave the entry of the platform as it is', async () => {
  await addPlatformDoNotContact(admin, { phone, reason: 'test' });
  const { ctx, carrier, sender } = await failureScene(services, 3);
  const say = async (intent: 'stop' | 'start') => {
    const [event] = await own<{ id: string }>(
      services,
      ctx,
      `insert into webhook_events (tenant_id, carrier_account_id, kind, dedupe_key, params)
        select tenant_id, id, 'inbound', gen_random_uuid()::text, '{}' from carrier_accounts where tenant_id = $1 returning id`,
    );
    await obeyWishes(ctx, [{ intent, phone, messageId: event?.id ?? '', at: new Date() }]);
  };
  await say('stop');
  await say('start');
  expect(await contactOf(ctx)).toMatchObject({ doNotContact: true, consent: 'granted' });
  await launch(ctx);
  await sender.drain();
  expect(carrier.requests.map(({ to }) => to)).not.toContain(phone);
  await removePlatformDoNotContact(admin, { phone });
});

test('an entry that comes after the freeze, or after the claim, still holds the texts of every tenant back', async () => {
  const claimed = '+14155550002';
  const { ctx, carrier, sender } = await failureScene(services, 3);
  sender.tools.bulkSlots = new RequestSlots(1);
  const id = await frozen(ctx, sender);
  await addPlatformDoNotContact(admin, { phone, reason: 'after the freeze' });
  carrier.answer = async (_text, take) => {
    await addPlatformDoNotContact(admin, { phone: claimed, reason: 'after the claim' });
    // Until what was known before the first request is too old.
    await new Promise((resolve) => setTimeout(resolve, 600));
    return { type: 'accepted', carrierMessageId: take(), parts: null };
  };
  await sender.drain();
  expect(carrier.requests.map(({ to }) => to)).toEqual(['+14155550000']);
  expect(await reportCampaign(ctx, { id })).toMatchObject({
    campaign: { status: 'completed' },
    skippedBy: [{ reason: 'do_not_contact', count: 2 }],
  });
  expect(await drift(ctx, id)).toEqual([]);
  for (const one of [phone, claimed]) await removePlatformDoNotContact(admin, { phone: one });
});

test('admins find, add and take off entries, each with an audit entry; nobody else may even look', async () => {
  const other = '+14155559876';
  const entry = await addPlatformDoNotContact(admin, { phone: other, reason: 'fraud' });
  expect((await listPlatformDoNotContact(admin, { limit: 10, q: '9876' })).items).toEqual([entry]);
  expect((await listPlatformDoNotContact(admin, { limit: 10, q: '111' })).items).toEqual([]);
  await removePlatformDoNotContact(admin, { phone: other });
  expect((await listPlatformDoNotContact(admin, { limit: 10 })).items).toEqual([]);
  await expect(removePlatformDoNotContact(admin, { phone: other })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(
    await own(
      services,
      admin,
      `select action, actor_label as by from audit_log where tenant_id = $1 and target_id = '${other}' order by id`,
    ),
  ).toEqual([
    { action: 'platform-do-not-contact.add', by: 'root@example.com' },
    { action: 'platform-do-not-contact.remove', by: 'root@example.com' },
  ]);
  const owner = await newContext(services);
  const refused = { code: 'permission_missing' };
  await expect(listPlatformDoNotContact(owner, { limit: 10 })).rejects.toMatchObject(refused);
  await expect(addPlatformDoNotContact(owner, { phone, reason: 'x' })).rejects.toMatchObject(refused);
  await expect(removePlatformDoNotContact(owner, { phone })).rejects.toMatchObject(refused);
});
