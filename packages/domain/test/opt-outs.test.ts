import * as fc from 'fast-check';
import { listCampaignMessages } from '../src/messages/list-of-campaign.ts';
import { listAudit } from '../src/audit/list.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { doNotContact } from '@sms-crm/db/tables/contacts';
import { withTenant } from '@sms-crm/db/transaction';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import {
  addContact,
  addInbound,
  addMessage,
  apply,
  newSender,
  newSid,
  rowsOf,
  type Sender,
} from './webhook-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const phone = '+14155552671';
const shortCode = '55501';
const longCode = '+12025550101';
const tollFree = '+18005550101';

const say = async (sender: Sender, body: string, to = shortCode, more: object = {}) => {
  await addInbound(sender, { from: phone, to, body, ...more });
  await apply(sender.ctx);
};
const consentOf = async (sender: Sender) =>
  (
    await rowsOf<{ consent: string }>(services, sender, 'select consent from contacts where tenant_id = $1')
  )[0]?.consent;
const blocks = async (sender: Sender) =>
  (
    await rowsOf<{ origin: string }>(
      services,
      sender,
      'select origin from do_not_contact where tenant_id = $1 and lifted_at is null order by origin',
    )
  ).map((row) => row.origin);
const consentEventsOf = async (sender: Sender) =>
  (
    await rowsOf<{ type: string }>(
      services,
      sender,
      'select type from consent_events where tenant_id = $1 order by id',
    )
  ).map((row) => row.type);
const answers = async (sender: Sender) =>
  (
    await rowsOf<{ kind: string }>(
      services,
      sender,
      `select kind from messages where tenant_id = $1 and direction = 'outbound' and campaign_id is null order by id`,
    )
  ).map((row) => row.kind);
const counted = async (sender: Sender, metric: string) =>
  (
    await rowsOf<{ n: number }>(
      services,
      sender,
      `select coalesce(sum(value), 0)::int as n from campaign_hourly where tenant_id = $1 and metric = '${metric}'`,
    )
  )[0]?.n;

test('STOP blocks, revokes consent, is charged to the campaign it answers and is confirmed once', async () => {
  const sender = await newSender(services);
  const contactId = await addContact(sender, phone, 'granted');
  const own = { contactId, numberId: sender.numbers.self, phone };
  await addMessage(sender, { ...own, status: 'delivered', handedOverAt: new Date() });
  const before = services.jobs.length;
  for (const word of ['STOP', 'stop', 'Unsubscribe']) await say(sender, word);
  expect(await blocks(sender)).toEqual(['recipient']);
  expect(await consentOf(sender)).toBe('revoked');
  expect(await consentEventsOf(sender)).toEqual(['revoked']);
  expect([await counted(sender, 'opt-out'), await counted(sender, 'reply')]).toEqual([1, 0]);
  expect(await answers(sender)).toEqual(['opt-out-confirmation']);
  const [batch] = await rowsOf<{ id: string }>(
    services,
    sender,
    `select b.id from message_batches b join messages m on m.id = b.first_id and m.id = b.last_id
     where b.tenant_id = $1 and b.queue = 'now' and b.state = 'offered' and b.size = 1
       and b.send_before <= now() + interval '5 minutes' and m.status = 'queued' and m.parts = 1 and m.body like 'Test Brand: %'`,
  );
  expect(services.jobs.slice(before)).toEqual([
    {
      name: 'message.send-now',
      payload: { tenantId: sender.tenantId, batchId: batch?.id, offer: 1, requestId: expect.any(String) },
      jobId: `${batch?.id}-1`,
    },
  ]);
});

test('who confirms is a matter of the number: exactly one confirmation for every wording', async () => {
  const cases: [string, string, string[]][] = [
    [longCode, 'STOP', []],
    [longCode, 'Stop texting me', ['opt-out-confirmation']],
    [tollFree, 'STOP', []],
    [tollFree, 'QUIT', ['opt-out-confirmation']],
    [shortCode, 'QUIT', ['opt-out-confirmation']],
    ['+12025559999', 'STOP', []],
  ];
  for (const [to, word, expected] of cases) {
    const sender = await newSender(services);
    await say(sender, word, to);
    expect([to, word, await blocks(sender), await answers(sender)]).toEqual([
      to,
      word,
      ['recipient'],
      expected,
    ]);
  }
});

test('what the carrier says it has answered is obeyed and not answered again', async () => {
  const sender = await newSender(services);
  await say(sender, 'no thanks', shortCode, { optOutType: 'STOP' });
  expect([await blocks(sender), await answers(sender)]).toEqual([['recipient'], []]);
  await say(sender, 'hi', shortCode, { optOutType: 'START' });
  expect([await blocks(sender), await answers(sender)]).toEqual([[], []]);
});

test('a STOP that was held up for more than five minutes still blocks, but is not confirmed', async () => {
  const sender = await newSender(services);
  await say(sender, 'STOP', shortCode, { receivedAt: new Date(Date.now() - 6 * 60_000) });
  expect([await blocks(sender), await answers(sender)]).toEqual([['recipient'], []]);
});

test('START brings back what was before, never more', async () => {
  for (const before of ['granted', 'unknown'] as const) {
    const sender = await newSender(services);
    await addContact(sender, phone, before);
    await say(sender, 'STOP');
    expect(await consentOf(sender)).toBe('revoked');
    await say(sender, 'Unstop');
    expect(await consentOf(sender)).toBe(before);
    expect(await blocks(sender)).toEqual([]);
    expect(await consentEventsOf(sender)).toEqual(
      before === 'granted' ? ['revoked', 'restored'] : ['revoked'],
    );
    expect(await answers(sender)).toEqual(['opt-out-confirmation', 'auto-reply']);
  }
});

test('START and YES without a STOP do nothing and are not answered', async () => {
  const sender = await newSender(services);
  await addContact(sender, phone);
  await say(sender, 'START');
  await say(sender, 'yes');
  expect([await consentOf(sender), await consentEventsOf(sender), await answers(sender)]).toEqual([
    'unknown',
    [],
    [],
  ]);
});

test('other origins keep blocking after a START', async () => {
  const sender = await newSender(services);
  await withTenant(services.app, sender.tenantId, (db) =>
    db
      .insert(doNotContact)
      .values({ tenantId: sender.tenantId, phone, origin: 'operator', createdBy: 'test' }),
  );
  await say(sender, 'STOP');
  await say(sender, 'YES');
  expect(await blocks(sender)).toEqual(['operator']);
});

test('an older START does not lift a later STOP, and a message that comes twice counts once', async () => {
  const sender = await newSender(services);
  await addContact(sender, phone, 'granted');
  const sid = newSid();
  await say(sender, 'STOP');
  await say(sender, 'START', shortCode, { sid });
  await say(sender, 'STOP');
  await say(sender, 'START', shortCode, { sid });
  await say(sender, 'START', shortCode, { receivedAt: new Date(Date.now() - 60_000) });
  expect([await blocks(sender), await consentOf(sender)]).toEqual([['recipient'], 'revoked']);
});

test('after any conversation the last STOP or START stands, and only it', async () => {
  const word = fc.constantFrom('STOP', 'START', 'yes', 'stop please', 'hello', 'HELP', 'cancel');
  const stops = ['STOP', 'stop please', 'cancel'];
  const starts = ['START', 'yes'];
  await fc.assert(
    fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 8 }), async (words) => {
      const sender = await newSender(services);
      await addContact(sender, phone, 'granted');
      for (const body of words) await addInbound(sender, { from: phone, to: longCode, body });
      await apply(sender.ctx);
      const last = words.findLast((body) => stops.includes(body) || starts.includes(body)) ?? 'START';
      const stopped = stops.includes(last);
      expect(await blocks(sender)).toEqual(stopped ? ['recipient'] : []);
      expect(await consentOf(sender)).toBe(stopped ? 'revoked' : 'granted');
    }),
    { numRuns: 20 },
  );
});

test('HELP is answered with brand, contact and STOP text, in the language of the keyword, unless the carrier does', async () => {
  const sender = await newSender(services);
  await say(sender, 'HELP');
  await say(sender, 'aide');
  await say(sender, 'HELP', tollFree);
  await say(sender, 'HELP', longCode);
  const texts = await rowsOf<{ body: string; number_phone: string }>(
    services,
    sender,
    `select body, number_phone from messages where tenant_id = $1 and kind = 'help' order by id`,
  );
  expect(texts.map((text) => text.number_phone)).toEqual([shortCode, shortCode, tollFree]);
  expect(texts[0]?.body).toMatch(/^Test Brand: .*help@example\.com.*STOP/);
  expect(texts[1]?.body).toMatch(/Répondez STOP/);
});

test('an inbound text is kept with its writer and counted for the campaign handed over last', async () => {
  const sender = await newSender(services);
  const contactId = await addContact(sender, phone);
  const own = { contactId, phone, status: 'delivered' as const };
  await addMessage(sender, {
    ...own,
    numberId: sender.numbers.carrier,
    handedOverAt: new Date(),
  });
  await say(sender, 'Nice! 😀', shortCode);
  expect(await counted(sender, 'reply')).toBe(0);
  await say(sender, 'Do you have it in blue?', longCode);
  expect(await counted(sender, 'reply')).toBe(1);
  await addInbound(sender, { from: '+14155550199', to: longCode, body: 'who is this' });
  await apply(sender.ctx);
  expect(
    await rowsOf(
      services,
      sender,
      `select phone, contact_id is not null as known, reply_to_id is not null as answers, status, body
       from messages where tenant_id = $1 and direction = 'inbound' order by id`,
    ),
  ).toEqual([
    { phone, known: true, answers: false, status: 'received', body: 'Nice! 😀' },
    { phone, known: true, answers: true, status: 'received', body: 'Do you have it in blue?' },
    { phone: '+14155550199', known: false, answers: false, status: 'received', body: 'who is this' },
  ]);
});

test('each STOP and START is in the audit log, with the phone it came from', async () => {
  const sender = await newSender(services);
  await say(sender, 'STOP');
  await say(sender, 'START');
  const { items } = await listAudit(sender.ctx, { limit: 10 });
  expect(items.map(({ action, targetName }) => [action, targetName])).toEqual([
    ['opt-out.lift', phone],
    ['opt-out.record', phone],
  ]);
});

test('one person who answers and stops again and again is one reply and one opt-out, and stands in both lists once', async () => {
  const sender = await newSender(services);
  const contactId = await addContact(sender, phone, 'granted');
  const own = { contactId, numberId: sender.numbers.self, phone };
  await addMessage(sender, { ...own, status: 'delivered', handedOverAt: new Date() });
  for (const words of ['Thanks!', 'HELP', 'STOP', 'STOP', 'START', 'Nice', 'STOP']) await say(sender, words);
  expect([await counted(sender, 'opt-out'), await counted(sender, 'reply')]).toEqual([1, 1]);
  for (const status of ['replied', 'optedOut']) {
    const { items } = await listCampaignMessages(sender.ctx, { id: sender.campaignId, status, limit: 10 });
    expect([status, items.map((message) => message.to)]).toEqual([status, [phone]]);
  }
});
