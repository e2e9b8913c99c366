import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createAutoReply as newReply,
  type AutoReplyHours,
  type AutoReplyMatch,
  type CreateAutoReply,
} from '@sms-crm/contracts/auto-replies';
import { createAutoReply } from '../src/auto-replies/create.ts';
import { isHour, readWords, sayingOf } from '../src/auto-replies/match.ts';
import { updateAutoReply } from '../src/auto-replies/update.ts';
import { getBudget } from '../src/budget/get.ts';
import { withTransaction } from '../src/context/context.ts';
import type { ListedText } from '../src/context/ports.ts';
import { applyListing } from '../src/follow-up/apply-listing.ts';
import { mediaOf } from '../src/message-media/read-params.ts';
import { getMessage } from '../src/messages/get.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { ledgerFaults } from './budget-kit.ts';
import { addInbound, apply, newSender, newSid, rowsOf, type Sender } from './webhook-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const phone = '+14155552671';
const usa = 7_900;

const write = (sender: Sender, body: string, more: { sid?: string; from?: string; to?: string } = {}) =>
  addInbound(sender, { from: phone, to: '55501', body, ...more });

const idOf = async (sender: Sender) => {
  const [row] = await rowsOf<{ id: string }>(
    services,
    sender,
    `select id from messages where tenant_id = $1 and direction = 'inbound'`,
  );
  return row?.id ?? '';
};

test('pictures of a text are kept with their types and shown with it; a text posted again adds none', async () => {
  const sender = await newSender(services);
  await write(sender, 'look');
  await rowsOf(
    services,
    sender,
    `update webhook_events set params = params::jsonb || jsonb_build_object('NumMedia', '2', 'MediaUrl0', 'https://carrier.example/a',
      'MediaContentType0', 'image/jpeg', 'MediaUrl1', 'https://carrier.example/b', 'MediaContentType1', 'text/vcard') where tenant_id = $1`,
  );
  await apply(sender.ctx);
  await apply(sender.ctx);
  expect((await getMessage(sender.ctx, { id: await idOf(sender) })).media).toEqual([
    { url: 'https://carrier.example/a', contentType: 'image/jpeg' },
    { url: 'https://carrier.example/b', contentType: 'text/vcard' },
  ]);
});

test('what is no web address, too long or more than ten is no picture, whatever the carrier writes', () => {
  const url = fc.oneof(
    fc.webUrl(),
    fc.constantFrom('javascript:alert(1)', 'file:///etc', 'x'.repeat(3_000), ''),
  );
  fc.assert(
    fc.property(
      fc.array(url, { maxLength: 15 }),
      fc.constantFrom('0', '3', '99', '-1', 'x', '1.5'),
      (urls, most) => {
        const params = Object.fromEntries(urls.map((each, index) => [`MediaUrl${index}`, each]));
        const media = mediaOf({ ...params, NumMedia: most });
        expect(media.length).toBeLessThanOrEqual(Math.min(10, Math.max(0, Number(most) || 0)));
        expect(media.filter((one) => !/^https?:/.test(one.url) || one.url.length > 2_000)).toEqual([]);
      },
    ),
  );
});

test('what texts cost that come in is charged once, on the day, and the ledger still sums up', async () => {
  const sender = await newSender(services);
  await write(sender, 'one');
  await write(sender, 'two', { to: '+12025550101' });
  await rowsOf(
    services,
    sender,
    `update webhook_events set params = params::jsonb || '{"NumSegments": "3"}' where tenant_id = $1 and params ->> 'Body' = 'two'`,
  );
  await apply(sender.ctx);
  await apply(sender.ctx);
  const { day, month } = await getBudget(sender.ctx, {});
  for (const period of [day, month]) {
    expect(period).toMatchObject({ spentMicros: 4 * usa, chargedMicros: 4 * usa, inboundMicros: 4 * usa });
  }
  expect(await ledgerFaults(sender.ctx)).toEqual([]);
});

test('the first text of a new day turns the budget’s day, and counts for the new one alone', async () => {
  const sender = await newSender(services);
  await rowsOf(
    services,
    sender,
    `update budgets set day = day - 40, month = date_trunc('month', day - 40), day_spent_micros = 5, month_spent_micros = 5 where tenant_id = $1`,
  );
  await write(sender, 'hello');
  await apply(sender.ctx);
  const { day, month } = await getBudget(sender.ctx, {});
  expect([day.spentMicros, month.spentMicros]).toEqual([usa, usa]);
});

test('the carrier’s list corrects the price of a text that came in, to the cent, however often it is read', async () => {
  const sender = await newSender(services);
  const sid = newSid();
  await write(sender, 'picture', { sid });
  await apply(sender.ctx);
  const listed: ListedText = {
    direction: 'inbound',
    carrierMessageId: sid,
    from: phone,
    to: '55501',
    body: 'picture',
    status: 'received',
    errorCode: null,
    createdAt: new Date(),
    priceMicros: 16_500,
  };
  const others = { ...listed, carrierMessageId: newSid() };
  for (let read = 0; read < 2; read += 1) {
    await withTransaction(sender.ctx, (ctx) =>
      applyListing(ctx, { texts: [listed, others], accountId: sender.accountId, simulated: true }),
    );
  }
  expect(await getMessage(sender.ctx, { id: await idOf(sender) })).toMatchObject({
    status: 'received',
    costMicros: 16_500,
  });
  expect((await getBudget(sender.ctx, {})).day).toMatchObject({
    spentMicros: 16_500,
    inboundMicros: usa,
    driftMicros: 16_500 - usa,
  });
  expect(await ledgerFaults(sender.ctx)).toEqual([]);
});

const hours = { name: 'Hours', words: ['hours'], body: 'Open 9 to 5.' };
const add = (sender: Sender, input: Partial<CreateAutoReply>) =>
  createAutoReply(sender.ctx, newReply.parse({ ...hours, ...input }));

/** Automatic answers as they wait to be sent. */
const answersOf = (sender: Sender) =>
  rowsOf(
    services,
    sender,
    `select body, phone from messages where tenant_id = $1 and kind = 'auto-reply' order by id`,
  );

test('a word is answered once a day for each phone, by the first answer that fits', async () => {
  const sender = await newSender(services);
  await add(sender, { match: 'begins' });
  await add(sender, { words: ['price'], match: 'contains', body: 'From 5 dollars.' });
  for (const body of ['Hours?', 'HOURS please', 'what is the price', 'my hours', 'STOP hours'])
    await write(sender, body);
  await write(sender, 'What’s the PRICE?', { from: '+14155552672' });
  await apply(sender.ctx);
  expect(await answersOf(sender)).toEqual([
    { body: 'Open 9 to 5.', phone },
    { body: 'From 5 dollars.', phone: '+14155552672' },
  ]);
  await rowsOf(services, sender, 'update auto_reply_days set day = day - 1 where tenant_id = $1');
  await write(sender, 'hours', { from: '+14155552672' });
  await apply(sender.ctx);
  expect(await answersOf(sender)).toHaveLength(3);
});

test('no automatic answer goes to who may have opted out, to an old text, from another number, or while it rests', async () => {
  const sender = await newSender(services);
  const { id } = await add(sender, { words: ['this'], match: 'contains', numberId: sender.numbers.carrier });
  await write(sender, 'who is this', { to: '+12025550101' });
  await write(sender, 'this', { from: '+14155552672' });
  await addInbound(sender, {
    from: '+14155552673',
    to: '+12025550101',
    body: 'this',
    receivedAt: new Date(Date.now() - 7_200_000),
  });
  await apply(sender.ctx);
  await updateAutoReply(sender.ctx, { id, enabled: false });
  await write(sender, 'this', { from: '+14155552674', to: '+12025550101' });
  await apply(sender.ctx);
  expect(await answersOf(sender)).toEqual([]);
});

test('an automatic answer never stands in for the answers the law asks for, nor for a number that is not there', async () => {
  const sender = await newSender(services);
  for (const words of [['Help'], ['hours', 'please stop']]) {
    await expect(add(sender, { words })).rejects.toMatchObject({ code: 'invalid_input' });
  }
  await expect(add(sender, { numberId: randomUUID() })).rejects.toMatchObject({ code: 'not_found' });
});

const hasWord = (word: string, match: AutoReplyMatch, body: string) =>
  readWords({ words: [word], match })(sayingOf(body));

test('words must stand where the answer says', () => {
  const filler = fc.constantFrom('a', 'b c', '');
  const place = fc.constantFrom('whole' as const, 'begins' as const, 'contains' as const);
  fc.assert(
    fc.property(filler, filler, place, (before, after, match) => {
      const fits = {
        whole: before === '' && after === '',
        begins: before === '',
        contains: true,
      };
      expect(hasWord('Opening hours', match, `${before} opening HOURS! ${after}`)).toBe(fits[match]);
    }),
  );
});

test('the words of an automatic answer are the whole text in whatever way they can be', () => {
  expect(hasWord('your opening|opening-hours', 'whole', 'Your opening hours?')).toBe(true);
  expect(hasWord('opening|opening-hours', 'whole', 'opening hours')).toBe(true);
  expect(hasWord('are * open', 'whole', 'Are you open open')).toBe(true);
  expect(hasWord('are * open', 'whole', 'Are you open at all')).toBe(false);
  expect(hasWord('are * open', 'whole', 'But are you open')).toBe(false);
});

const at = (weekday: number, hour: number) => ({ weekday, minute: hour * 60 });

test('hours that pass midnight belong to the day they began on', () => {
  const night: AutoReplyHours = { when: 'inside', days: [5], from: '22:00', until: '02:00' };
  const open = [at(5, 21), at(5, 22), at(6, 1), at(6, 2), at(6, 23), at(5, 1)].map((time) =>
    isHour(night, time),
  );
  expect(open).toEqual([false, true, true, false, false, false]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 1439 }), (weekday, minute) => {
      const time = { weekday, minute };
      expect(isHour({ ...night, when: 'outside' }, time)).toBe(!isHour(night, time));
    }),
  );
});
