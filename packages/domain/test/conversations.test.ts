import { afterAll, beforeAll, expect, test } from 'vitest';
import { contacts } from '@sms-crm/db/tables/contacts';
import { withTenant } from '@sms-crm/db/transaction';
import { readFile } from 'node:fs/promises';
import { addNote } from '../src/conversations/add-note.ts';
import { assignConversation } from '../src/conversations/assign.ts';
import { listCampaignReplies } from '../src/conversations/campaign-replies.ts';
import { closeConversation } from '../src/conversations/close.ts';
import { getConversation } from '../src/conversations/get.ts';
import { listFilledReplies } from '../src/conversations/filled-replies.ts';
import { listConversations } from '../src/conversations/list.ts';
import { markRead } from '../src/conversations/read.ts';
import { reopenConversation } from '../src/conversations/reopen.ts';
import { listThread } from '../src/conversations/thread.ts';
import { markUnread } from '../src/conversations/unread.ts';
import { createTemplate } from '../src/templates/create.ts';
import { deleteTemplate } from '../src/templates/delete.ts';
import type { Context } from '../src/context/context.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { listed, memberOf, threadWith, writeTo } from './inbox-kit.ts';
import { addContact, addInbound, addMessage, apply, newSender } from './webhook-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const phone = '+14155552671';

test('a thread is one phone and one number; texts count as unread until they are read', async () => {
  const sender = await newSender(services);
  const early = memberOf(sender, 'early@example.com');
  await writeTo(sender, phone, 'When do you open?');
  await writeTo(sender, phone, 'Hello?');
  await writeTo(sender, phone, 'To the other number', '+12025550101');
  await writeTo(sender, '+14155552672', 'Somebody else');
  const threads = await listed(early);
  expect(
    threads.map(({ phone: from, number, unread, lastText }) => [from, number, unread, lastText]),
  ).toEqual([
    ['+14155552672', '55501', 1, 'Somebody else'],
    [phone, '+12025550101', 1, 'To the other number'],
    [phone, '55501', 2, 'Hello?'],
  ]);
  const id = threads[2]?.id ?? '';
  await markRead(early, { id });
  await markRead(early, { id });
  expect(await listed(early, { list: 'unread' })).toHaveLength(2);
  await markUnread(early, { id });
  expect(await listed(early, { list: 'unread' })).toHaveLength(3);
});

async function closeSeen(ctx: Context, id: string): Promise<void> {
  await closeConversation(ctx, { id, seen: (await getConversation(ctx, { id })).lastInboundId });
}

test('closing ends what is open; a new text of theirs opens it again, a keyword does not', async () => {
  const sender = await newSender(services);
  const early = memberOf(sender, 'early@example.com');
  await writeTo(sender, phone, 'Hi');
  const { id, lastInboundId } = await threadWith(early, phone);
  await writeTo(sender, phone, 'Are you there?');
  await expect(closeConversation(early, { id, seen: lastInboundId })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('wrote again'),
  });
  expect(await threadWith(early, phone)).toMatchObject({ state: 'open', unread: 2 });
  await closeSeen(early, id);
  expect(await threadWith(early, phone)).toMatchObject({ state: 'closed', unread: 0 });
  await writeTo(sender, phone, 'HELP');
  expect(await threadWith(early, phone)).toMatchObject({ state: 'closed', unread: 0 });
  await reopenConversation(early, { id });
  await closeSeen(early, id);
  await writeTo(sender, phone, 'One more thing');
  expect(await threadWith(early, phone)).toMatchObject({ state: 'open', unread: 1 });
  await writeTo(sender, '+14155552672', 'STOP');
  const stopped = await threadWith(early, '+14155552672');
  expect(stopped).toMatchObject({ state: 'closed', unread: 0, lastDirection: 'outbound' });
  expect(stopped.messages.map(({ kind }) => kind)).toEqual([null, 'opt-out-confirmation']);
});

test('the thread shows what campaigns sent, and campaigns show who answered them', async () => {
  const sender = await newSender(services);
  const early = memberOf(sender, 'early@example.com');
  const contactId = await addContact(sender, phone, 'granted');
  const own = { contactId, phone, numberId: sender.numbers.self, numberPhone: '55501' };
  await addMessage(sender, { ...own, body: 'Spring sale!', status: 'delivered', handedOverAt: new Date() });
  await writeTo(sender, phone, 'What size is it?');
  await writeTo(sender, '+14155552672', 'No campaign');
  const { messages: thread, campaign } = await threadWith(early, phone);
  expect(campaign).toEqual({ id: sender.campaignId, name: 'Spring' });
  expect(thread.map(({ body, campaign: of }) => [body, of?.name])).toEqual([
    ['Spring sale!', 'Spring'],
    ['What size is it?', undefined],
  ]);
  expect(await listCampaignReplies(early)).toEqual({
    items: [{ campaignId: sender.campaignId, name: 'Spring', open: 1, unread: 1, all: 1 }],
  });
  expect(await listed(early, { campaignId: sender.campaignId })).toMatchObject([{ phone }]);
});

test('a long thread is read by pages, each text once', async () => {
  const sender = await newSender(services);
  const early = memberOf(sender, 'early@example.com');
  await addContact(sender, phone);
  for (let n = 1; n <= 5; n += 1) await addInbound(sender, { from: phone, to: '55501', body: `Text ${n}` });
  await apply(sender.ctx);
  const { id } = await threadWith(early, phone);
  const newest = await listThread(early, { id, limit: 3 });
  const rest = await listThread(early, { id, limit: 3, cursor: newest.nextCursor ?? '' });
  expect([...newest.items, ...rest.items].map(({ body }) => body)).toEqual(
    [5, 4, 3, 2, 1].map((n) => `Text ${n}`),
  );
  expect(rest.nextCursor).toBeNull();
});

test('pictures come with the text they belong to', async () => {
  const sender = await newSender(services);
  const early = memberOf(sender, 'early@example.com');
  await writeTo(sender, phone, '');
  const {
    messages: [picture],
  } = await threadWith(early, phone);
  await services.database.owner.query(
    `insert into message_media (tenant_id, message_id, position, url, content_type) values ($1, $2, 0, 'https://media.test/1', 'image/jpeg')`,
    [sender.tenantId, picture?.id],
  );
  const [shown] = (await threadWith(early, phone)).messages;
  expect(shown).toMatchObject({
    body: '',
    media: [{ url: 'https://media.test/1', contentType: 'image/jpeg' }],
  });
});

test('threads are found by words of their texts, by the contact’s name and by digits', async () => {
  const sender = await newSender(services);
  const early = memberOf(sender, 'early@example.com');
  await writeTo(sender, phone, 'Is the Übergröße back in stock?');
  await writeTo(sender, '+14155552699', 'Hello');
  await services.database.owner.query(
    `with c as (insert into contacts (tenant_id, phone, first_name) values ($1, '+14155552699', 'Zoë') returning id)
      insert into contact_words (tenant_id, word, contact_id) select $1, 'zoë', id from c`,
    [sender.tenantId],
  );
  const found = async (q: string) => (await listed(early, { q })).map((thread) => thread.phone);
  expect(await found('übergr')).toEqual([phone]);
  expect(await found('stock back')).toEqual([phone]);
  expect(await found('stock hello')).toEqual([]);
  expect(await found('zo')).toEqual(['+14155552699']);
  expect(await found('2699')).toEqual(['+14155552699']);
  expect(await found('(415) 555-26')).toHaveLength(2);
  expect(await found('…')).toEqual([]);
});

test('assignment is kept to members who may answer, notes to the thread, and each is audited', async () => {
  const sender = await newSender(services);
  const early = memberOf(sender, 'early@example.com');
  await writeTo(sender, phone, 'Hi');
  const { id } = await threadWith(early, phone);
  const { rows } = await services.database.owner.query<{ id: string }>(
    `with u as (insert into users (name, email) values ('Ann', $2) returning id)
     insert into members (tenant_id, user_id, role_id)
     select $1, u.id, r.id from u join roles r on r.tenant_id = $1 and r.key = 'agent' returning user_id as id`,
    [sender.tenantId, `ann-${sender.tenantId}@example.com`],
  );
  const memberId = rows[0]?.id ?? '';
  await assignConversation(early, { id, memberId });
  expect(await listed(early, { assigned: memberId })).toHaveLength(1);
  expect(await listed(early, { assigned: 'nobody' })).toEqual([]);
  await expect(assignConversation(early, { id, memberId: early.actor.id })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  await assignConversation(early, { id, memberId: null });
  await addNote(early, { id, body: 'Wants a call' });
  expect((await threadWith(early, phone)).notes).toMatchObject([
    { author: 'early@example.com', body: 'Wants a call' },
  ]);
  const audited = await services.database.owner.query<{ action: string }>(
    `select action from audit_log where tenant_id = $1 and action like 'conversation.%' order by id`,
    [sender.tenantId],
  );
  expect(audited.rows.map(({ action }) => action)).toEqual([
    'conversation.assign',
    'conversation.assign',
    'conversation.add-note',
  ]);
});

test('canned replies come filled with what is known of the person', async () => {
  const sender = await newSender(services);
  const early = memberOf(sender, 'early@example.com');
  await writeTo(sender, phone, 'Hi');
  const made = await createTemplate(early, { name: 'Hours', body: 'Hi {{first_name|there}}, we open at 9.' });
  const { id } = await threadWith(early, phone);
  const filled = async () => (await listFilledReplies(early, { id })).items.map(({ text }) => text);
  expect(await filled()).toEqual(['Hi there, we open at 9.']);
  await withTenant(services.app, sender.tenantId, (db) =>
    db.insert(contacts).values({ tenantId: sender.tenantId, phone, firstName: 'Lee' }),
  );
  expect(await filled()).toEqual(['Hi Lee, we open at 9.']);
  await expect(createTemplate(early, { name: 'Broken', body: 'Hi {{First Name}}' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  await expect(createTemplate(early, { name: 'Slip', body: 'In {{citty|town}}' })).rejects.toMatchObject({
    fields: [{ field: 'body', detail: 'No contact has a field “citty”. Did you mean {{city}}?' }],
  });
  await deleteTemplate(early, { id: made.id });
  expect(await filled()).toEqual([]);
});

test('a list comes with the size of every list', async () => {
  const sender = await newSender(services);
  const early = memberOf(sender, 'early@example.com');
  await writeTo(sender, phone, 'Hi');
  await writeTo(sender, '+14155552672', 'STOP');
  const { counts, items } = await listConversations(early, { list: 'open', limit: 50 });
  expect(counts).toEqual({ open: 1, unread: 1, waiting: 0, failed: 0, closed: 1, all: 2 });
  expect(items).toHaveLength(1);
});

test('texts that came in before there were threads are filed by the migration', async () => {
  const sender = await newSender(services);
  const early = memberOf(sender, 'early@example.com');
  await writeTo(sender, phone, 'Where is my order?');
  await writeTo(sender, phone, 'Hello??');
  await writeTo(sender, '+14155552672', 'STOP');
  const before = await listed(early);
  const { owner } = services.database;
  for (const table of ['conversation_words', 'conversation_messages', 'conversations']) {
    await owner.query(`alter table ${table} no force row level security`);
    await owner.query(`delete from ${table} where tenant_id = $1`, [sender.tenantId]);
    await owner.query(`alter table ${table} force row level security`);
  }
  expect(await listed(early)).toEqual([]);
  const file = new URL('../../db/migrations/0022_inbox.sql', import.meta.url);
  const [, backfill = ''] = (await readFile(file, 'utf8')).split(
    '-- What came in before there were threads.',
  );
  await owner.query(`--${backfill}`);
  const after = await listed(early, { q: 'order' });
  expect(after).toMatchObject([{ phone, lastText: 'Hello??', state: 'open' }]);
  expect(await listed(early)).toHaveLength(before.length);
  expect((await threadWith(early, '+14155552672')).state).toBe('closed');
});
