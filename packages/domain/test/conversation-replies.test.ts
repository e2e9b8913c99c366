import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { messages } from '@sms-crm/db/tables/messages';
import { withTenant } from '@sms-crm/db/transaction';
import { closeConversation } from '../src/conversations/close.ts';
import { noteDrafting } from '../src/conversations/drafting.ts';
import { markRead } from '../src/conversations/read.ts';
import { replyTo } from '../src/conversations/reply.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { listed, memberOf, threadWith, writeTo } from './inbox-kit.ts';
import { addInbound, addStatus, apply, newSender, newSid, rowsOf } from './webhook-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const phone = '+14155552671';
const answer = { seen: null, anyway: false };

test('an answer makes it their turn, takes the thread over and goes to the phone from its number', async () => {
  const sender = await newSender(services);
  const early = memberOf(sender, 'early@example.com');
  await writeTo(sender, phone, 'When do you open?');
  const {
    id,
    messages: [question],
    state,
  } = await threadWith(early, phone);
  expect(state).toBe('open');
  const { messageId } = await replyTo(early, { id, body: 'At nine.', ...answer });
  const thread = await threadWith(early, phone);
  expect(thread).toMatchObject({
    state: 'waiting',
    unread: 0,
    assignee: { label: 'early@example.com' },
    lastReply: { id: messageId, by: 'early@example.com', mine: true },
    messages: [
      { body: 'When do you open?', direction: 'inbound', author: null },
      {
        body: 'At nine.',
        direction: 'outbound',
        kind: 'reply',
        status: 'queued',
        author: 'early@example.com',
      },
    ],
  });
  const [row] = await withTenant(services.app, sender.tenantId, (db) =>
    db.select().from(messages).where(eq(messages.id, messageId)),
  );
  expect(row).toMatchObject({ phone, numberId: sender.numbers.self, replyToId: question?.id });
  expect(services.jobs.at(-1)).toMatchObject({ name: 'message.send-now' });
  await writeTo(sender, phone, 'Thanks!');
  expect(await threadWith(early, phone)).toMatchObject({ state: 'open', unread: 1 });
});

test('a text that came in unseen while an answer was written stays unread', async () => {
  const sender = await newSender(services);
  const early = memberOf(sender, 'early@example.com');
  await writeTo(sender, phone, 'When do you open?');
  const { id, lastInboundId: seenInbound } = await threadWith(early, phone);
  await markRead(early, { id });
  await writeTo(sender, phone, 'And where is my refund?');
  await replyTo(early, { id, body: 'At nine.', ...answer, seenInbound });
  expect(await threadWith(early, phone)).toMatchObject({ state: 'waiting', unread: 1 });
});

test('an opt-out blocks the answer and says why; their START lets it through', async () => {
  const sender = await newSender(services);
  const early = memberOf(sender, 'early@example.com');
  await writeTo(sender, phone, 'Hi');
  await writeTo(sender, phone, 'STOP');
  const { id, standing } = await threadWith(early, phone);
  expect(standing).toMatchObject({
    blocked: {
      words: expect.stringMatching(/do-not-contact list since .*Replied STOP/),
      fix: expect.stringContaining('START'),
    },
  });
  const refused = replyTo(early, { id, body: 'Sorry to see you go', ...answer });
  await expect(refused).rejects.toMatchObject({
    code: 'blocked',
    message: expect.stringContaining('Replied STOP'),
  });
  await writeTo(sender, phone, 'START');
  expect((await threadWith(early, phone)).standing.blocked).toBeNull();
  await replyTo(early, { id, body: 'Welcome back', ...answer });
});

test('a number that is gone or stopped and a kill switch block too, each in its own words', async () => {
  const sender = await newSender(services);
  const early = memberOf(sender, 'early@example.com');
  await writeTo(sender, phone, 'Hi', '55599');
  expect((await threadWith(early, phone)).standing.blocked?.words).toContain('55599');
  await writeTo(sender, '+14155552672', 'Hi');
  const { owner } = services.database;
  const blocked = async () => (await threadWith(early, '+14155552672')).standing.blocked?.words;
  expect(await blocked()).toBeUndefined();
  await owner.query(
    `insert into kill_switches (tenant_id, scope, id, reason, thrown_by) values ($1, 'tenant', $1, 'drill', 'test')`,
    [sender.tenantId],
  );
  expect(await blocked()).toContain('kill switch');
  await owner.query('update sending_numbers set stopped_at = now() where tenant_id = $1', [sender.tenantId]);
  expect(await blocked()).toContain('carrier blocked');
});

test('quiet hours warn and do not block', async () => {
  const night = { ...services, clock: { ...services.clock, demoTime: () => '23:00' } };
  const sender = await newSender(night);
  const early = memberOf(sender, 'early@example.com');
  await writeTo(sender, phone, 'Are you up?');
  const { id, standing } = await threadWith(early, phone);
  expect(standing).toEqual({
    blocked: null,
    quiet: { words: expect.stringContaining('23:00'), opensAt: expect.any(String) },
  });
  await replyTo(early, { id, body: 'Yes', ...answer });
});

test('an answer that is not delivered marks the thread until it is delivered after all, answered again or closed', async () => {
  const sender = await newSender(services);
  const early = memberOf(sender, 'early@example.com');
  await writeTo(sender, phone, 'Hi');
  const { id } = await threadWith(early, phone);
  const send = async () => {
    const { messageId } = await replyTo(early, { id, body: 'Hello', ...answer });
    const sid = newSid();
    const report = async (status: string, code?: string) => {
      await addStatus(sender, { messageId, sid, status, ...(code === undefined ? {} : { code }) });
      await apply(sender.ctx);
    };
    await report('sent');
    return report;
  };
  const report = await send();
  await report('undelivered', '30006');
  expect(await listed(early, { list: 'failed' })).toHaveLength(1);
  const {
    messages: [, failed],
    ...thread
  } = await threadWith(early, phone);
  expect(thread).toMatchObject({ failed: true });
  expect(failed?.failure?.words).toContain('landline');
  expect(failed?.failure?.retryAt).toBeNull();
  await report('delivered');
  expect(await listed(early, { list: 'failed' })).toEqual([]);
  await (
    await send()
  )('undelivered', '30008');
  const { messages: texts } = await threadWith(early, phone);
  expect(texts.at(-1)?.failure).toMatchObject({ fix: '', retryAt: expect.any(String) as unknown });
  await send();
  expect(await listed(early, { list: 'failed' })).toEqual([]);
  await (
    await send()
  )('undelivered', '30008');
  await closeConversation(early, { id, seen: (await threadWith(early, phone)).lastInboundId });
  expect(await listed(early, { list: 'failed' })).toEqual([]);
});

test('of eight members who answer at once one does; the others are told who it was and may send anyway', async () => {
  const sender = await newSender(services);
  await writeTo(sender, phone, 'Anybody there?');
  const members = Array.from({ length: 8 }, (_, n) => memberOf(sender, `member-${n}@example.com`));
  const { id } = await threadWith(memberOf(sender, 'reader'), phone);
  const answers = await Promise.allSettled(
    members.map((ctx) => replyTo(ctx, { id, body: 'Yes!', seen: null, anyway: false })),
  );
  const winner = answers.findIndex(({ status }) => status === 'fulfilled');
  const refused = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  expect(refused).toHaveLength(7);
  for (const reason of refused) {
    expect(reason).toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(new RegExp(`^member-${winner}@example.com answered .* just now`)),
    });
  }
  const other = members[winner === 0 ? 1 : 0];
  if (other === undefined) throw new Error('there are eight members');
  await replyTo(other, { id, body: 'Me too', seen: null, anyway: true });
  const seen = (await threadWith(other, phone)).lastReply?.id ?? null;
  await replyTo(members[winner] ?? other, { id, body: 'Seen it', seen, anyway: false });
});

test('whoever writes first is shown to the others, who are stopped until it is over', async () => {
  const later = { at: Date.now() };
  const clocked = { ...services, clock: { ...services.clock, now: () => new Date(later.at) } };
  const sender = await newSender(clocked);
  await writeTo(sender, phone, 'Hi');
  const [early, late] = [memberOf(sender, 'early@example.com'), memberOf(sender, 'late@example.com')];
  const { id } = await threadWith(early, phone);
  const say = (body: string) => replyTo(late, { id, body, seen: null, anyway: false });
  await noteDrafting(early, { id, writing: true });
  await noteDrafting(late, { id, writing: true });
  expect((await threadWith(late, phone)).drafting).toMatchObject({ label: 'early@example.com' });
  expect((await threadWith(early, phone)).drafting).toBeNull();
  await expect(say('First')).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('early@'),
  });
  later.at += 21_000;
  expect((await threadWith(late, phone)).drafting).toBeNull();
  await say('After she left');
  await noteDrafting(early, { id, writing: true });
  await noteDrafting(early, { id, writing: false });
  expect((await threadWith(late, phone)).drafting).toBeNull();
});

test('texts that come in, answers and reports of the same threads never wait for each other in a ring', async () => {
  const sender = await newSender(services);
  const early = memberOf(sender, 'early@example.com');
  const phones = Array.from({ length: 8 }, (_, n) => `+141555501${String(n).padStart(2, '0')}`);
  for (const from of phones) await addInbound(sender, { from, to: '55501', body: 'Hi' });
  await apply(sender.ctx);
  const ids = (await listed(early)).map(({ id }) => id);
  const before = await deadlocks();
  for (let round = 0; round < 2; round += 1) {
    const texts = phones.toReversed().map((from) => addInbound(sender, { from, to: '55501', body: 'More' }));
    const answers = ids.map((id) => replyTo(early, { id, body: 'Yes', seen: null, anyway: true }));
    const sent = await Promise.all(answers);
    await Promise.all(texts);
    const reports = sent
      .toReversed()
      .map(({ messageId }) =>
        addStatus(sender, { messageId, sid: newSid(), status: 'undelivered', code: '30008' }),
      );
    await Promise.all(reports);
    await Promise.all([
      apply(sender.ctx),
      apply(sender.ctx),
      ...ids.map((id) => replyTo(early, { id, body: 'Again', seen: null, anyway: true })),
    ]);
  }
  expect(await deadlocks()).toBe(before);
  const [unread] = await rowsOf<{ least: number; texts: number }>(
    services,
    sender,
    `select min(unread)::int as least, (select count(*)::int from conversation_messages where tenant_id = $1) as texts
     from conversations where tenant_id = $1`,
  );
  expect(unread).toEqual({ least: 0, texts: 8 + 2 * 3 * 8 });
});

async function deadlocks(): Promise<number> {
  const { rows } = await services.database.owner.query<{ n: string }>(
    'select deadlocks as n from pg_stat_database where datname = current_database()',
  );
  return Number(rows[0]?.n ?? 0);
}
