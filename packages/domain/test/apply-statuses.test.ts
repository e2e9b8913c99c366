import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { applyWebhookEvents } from '../src/webhooks/apply.ts';
import { dueWebhookJobs } from '../src/webhooks/due.ts';
import { withSystem } from '@sms-crm/db/transaction';
import { addMessage, addStatus, apply, newSender, newSid, rowsOf, type Sender } from './webhook-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const messagesOf = (sender: Sender) =>
  rowsOf(
    services,
    sender,
    `select status, attempt, carrier_message_id as sid, error_code, first_error_code, handed_over_at is not null as taken
     from messages where tenant_id = $1 and direction = 'outbound' order by id`,
  );
const countersOf = async (sender: Sender) => {
  const rows = await rowsOf<{ key: string; value: number }>(
    services,
    sender,
    `select metric || ':' || detail as key, sum(value)::int as value from campaign_hourly
     where tenant_id = $1 group by 1 having sum(value) <> 0 order by 1`,
  );
  return Object.fromEntries(rows.map((row) => [row.key, row.value]));
};
const eventsOf = async (sender: Sender) => {
  const rows = await rowsOf<{ type: string }>(
    services,
    sender,
    'select type from message_events where tenant_id = $1 order by id',
  );
  return rows.map((row) => row.type);
};
const asidesOf = (sender: Sender) =>
  rowsOf(
    services,
    sender,
    `select failure, tries from webhook_events
     where tenant_id = $1 and applied_at is not null and failure is not null order by id`,
  );

test('a callback that comes before the answer to our request proves that the carrier took it', async () => {
  const sender = await newSender(services);
  const sid = newSid();
  const messageId = await addMessage(sender, { status: 'sending', reservedMicros: 8_300 });
  await addStatus(sender, { messageId, sid, status: 'sent' });
  expect(await apply(sender.ctx)).toBe(1);
  expect(await messagesOf(sender)).toMatchObject([{ status: 'sent', sid, taken: true }]);
  expect(await countersOf(sender)).toEqual({
    'cost-micros:': 8_300,
    'handed-over:': 1,
    'parts:': 2,
    'status:sending': -1,
    'status:sent': 1,
  });
  expect(await eventsOf(sender)).toEqual(['handed-over', 'sent']);
  expect(services.topics).toContain(`campaign:${sender.campaignId}`);
});

test('in any order and number of callbacks each is kept, and the counters agree with the row', async () => {
  const status = fc.constantFrom('queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed');
  await fc.assert(
    fc.asyncProperty(fc.array(status, { minLength: 1, maxLength: 6 }), async (reports) => {
      const sender = await newSender(services);
      const messageId = await addMessage(sender, {});
      const sid = newSid();
      for (const word of reports) {
        const code = ['undelivered', 'failed'].includes(word) ? { code: '30003' } : {};
        await addStatus(sender, { messageId, sid, status: word, ...code });
      }
      await apply(sender.ctx);
      const [message] = await messagesOf(sender);
      const counters = await countersOf(sender);
      expect((await eventsOf(sender)).length).toBe(reports.length + 1);
      expect(counters).toMatchObject({
        'handed-over:': 1,
        'status:sending': -1,
        [`status:${String(message?.['status'])}`]: 1,
      });
      expect(counters['error:30003'] ?? 0).toBe(message?.['error_code'] === '30003' ? 1 : 0);
    }),
    { numRuns: 25 },
  );
});

test('delivered beats a failure and keeps the first error code', async () => {
  const sender = await newSender(services);
  const [messageId, sid] = [await addMessage(sender, {}), newSid()];
  await addStatus(sender, { messageId, sid, status: 'undelivered', code: '30003' });
  await apply(sender.ctx);
  expect(await messagesOf(sender)).toMatchObject([{ status: 'undelivered', error_code: '30003' }]);
  await addStatus(sender, { messageId, sid, status: 'delivered' });
  await addStatus(sender, { messageId, sid, status: 'failed', code: '30008' });
  await apply(sender.ctx);
  expect(await messagesOf(sender)).toMatchObject([
    { status: 'delivered', error_code: null, first_error_code: '30003' },
  ]);
  expect(await countersOf(sender)).not.toHaveProperty('error:30003');
});

test('a text that was given up and then arrives after all is taken out of the refusals', async () => {
  const sender = await newSender(services);
  const messageId = await addMessage(sender, {
    status: 'failed',
    errorCode: 'unknown',
    reservedMicros: 8_300,
    costMicros: 8_300,
  });
  await addStatus(sender, { messageId, sid: newSid(), status: 'delivered' });
  await apply(sender.ctx);
  expect(await countersOf(sender)).toEqual({
    'handed-over:': 1,
    'parts:': 2,
    'refused:unknown': -1,
    'status:delivered': 1,
    'status:failed': -1,
  });
});

test('a callback of an earlier attempt is kept and changes nothing once a newer request began', async () => {
  const sender = await newSender(services);
  const messageId = await addMessage(sender, { status: 'sending', attempt: 1 });
  await addStatus(sender, { messageId, attempt: 0, sid: newSid(), status: 'delivered' });
  await apply(sender.ctx);
  expect(await messagesOf(sender)).toMatchObject([{ status: 'sending', sid: null, taken: false }]);
  expect(await countersOf(sender)).toEqual({});
  expect(await eventsOf(sender)).toEqual(['delivered']);
});

test('without our query the carrier id of a text handed over finds the message', async () => {
  const sender = await newSender(services);
  const [messageId, sid] = [await addMessage(sender, {}), newSid()];
  await addStatus(sender, { messageId, sid, status: 'queued' });
  await apply(sender.ctx);
  await addStatus(sender, { messageId: null, sid, status: 'delivered' });
  await apply(sender.ctx);
  expect(await messagesOf(sender)).toMatchObject([{ status: 'delivered' }]);
});

test('what speaks of no message, or is no callback, is put aside with the reason', async () => {
  const [sender, other] = [await newSender(services), await newSender(services)];
  const foreign = await addMessage(other, {});
  const messageId = await addMessage(sender, {});
  await addStatus(sender, { messageId: foreign, sid: newSid(), status: 'delivered' });
  await addStatus(sender, { messageId: null, sid: newSid(), status: 'delivered' });
  await addStatus(sender, { messageId, sid: 'x', status: 'delivered' });
  await addStatus(sender, { messageId, sid: newSid(), status: 'sent' });
  expect(await apply(sender.ctx)).toBe(4);
  expect(await messagesOf(sender)).toMatchObject([{ status: 'sent' }]);
  expect(await messagesOf(other)).toMatchObject([{ status: 'sending' }]);
  const reasons = ['It speaks of a message that does not exist.', 'It is no status callback of a text.'];
  expect((await asidesOf(sender)).map((row) => row['failure'])).toEqual(reasons);
});

test('a status the carrier has added since, or an error code that is none, is put aside and spoils no other', async () => {
  const sender = await newSender(services);
  const [messageId, other] = [await addMessage(sender, {}), await addMessage(sender, {})];
  await addStatus(sender, { messageId, sid: newSid(), status: `pondering${'x'.repeat(1_000)}` });
  await addStatus(sender, { messageId, sid: newSid(), status: 'constructor' });
  await addStatus(sender, { messageId, sid: newSid(), status: 'failed', code: 'none' });
  await addStatus(sender, { messageId: other, sid: newSid(), status: 'delivered', code: '' });
  expect(await apply(sender.ctx)).toBe(4);
  expect(await messagesOf(sender)).toMatchObject([
    { status: 'sending' },
    { status: 'delivered', error_code: null },
  ]);
  expect(await asidesOf(sender)).toEqual([
    { tries: 0, failure: `The status “pondering${'x'.repeat(31)}” is not known.` },
    { tries: 0, failure: 'The status “constructor” is not known.' },
    { tries: 0, failure: 'The error code “none” is no number.' },
  ]);
});

test('an opt-out that the carrier reports puts the phone on the do-not-contact list at once', async () => {
  const sender = await newSender(services);
  const messageId = await addMessage(sender, { phone: '+14155552600' });
  await addStatus(sender, { messageId, sid: newSid(), status: 'undelivered', code: '21610' });
  await addStatus(sender, { messageId, sid: newSid(), status: 'failed', code: '21610' });
  await apply(sender.ctx);
  expect(
    await rowsOf(
      services,
      sender,
      'select phone, origin, lifted_at from do_not_contact where tenant_id = $1',
    ),
  ).toEqual([{ phone: '+14155552600', origin: 'carrier', lifted_at: null }]);
});

test('an event that fails spoils no other, is tried in five runs and then put aside', async () => {
  const sender = await newSender(services);
  const [bad, good] = [await addMessage(sender, {}), await addMessage(sender, {})];
  await addStatus(sender, { messageId: bad, attempt: 0, sid: newSid(), status: 'delivered' });
  await addStatus(sender, { messageId: good, sid: newSid(), status: 'delivered' });
  await services.database.owner.query(
    `create function refuse() returns trigger language plpgsql as $$ begin
       if new.message_id = '${bad}' then raise 'broken row'; end if; return new; end $$;
     create trigger refuse before insert on message_events for each row execute function refuse()`,
  );
  for (let run = 1; run <= 5; run += 1) await apply(sender.ctx);
  await services.database.owner.query('drop function refuse cascade');
  expect(await messagesOf(sender)).toMatchObject([{ status: 'sending' }, { status: 'delivered' }]);
  expect(await asidesOf(sender)).toEqual([{ tries: 5, failure: 'broken row' }]);
});

test('several processes apply each event once', async () => {
  const sender = await newSender(services);
  for (let n = 0; n < 30; n += 1) {
    const messageId = await addMessage(sender, {});
    await addStatus(sender, { messageId, sid: newSid(), status: 'sent' });
  }
  const settled = await Promise.all([apply(sender.ctx), apply(sender.ctx), apply(sender.ctx)]);
  expect(settled.reduce((sum, n) => sum + n, 0)).toBe(30);
  expect(await countersOf(sender)).toMatchObject({ 'handed-over:': 30, 'status:sent': 30 });
});

test('webhooks that lost their job are found by the sweep, once they are old enough', async () => {
  const sender = await newSender(services);
  await addStatus(sender, { messageId: await addMessage(sender, {}), sid: newSid(), status: 'sent' });
  const due = async (now: Date) => {
    const jobs = await withSystem(services.system, (db) => dueWebhookJobs(db, now));
    return jobs.some((job) => job.jobId === `webhook.apply-${sender.tenantId}`);
  };
  expect(await due(new Date())).toBe(false);
  expect(await due(new Date(Date.now() + 10_000))).toBe(true);
  await apply(sender.ctx);
  expect(await due(new Date(Date.now() + 10_000))).toBe(false);
});

test('a signal to end stops between two transactions and loses nothing', async () => {
  const sender = await newSender(services);
  const messageId = await addMessage(sender, {});
  await addStatus(sender, { messageId, sid: newSid(), status: 'sent' });
  await applyWebhookEvents(sender.ctx, { kind: 'status' }, { signal: AbortSignal.abort() });
  expect(await messagesOf(sender)).toMatchObject([{ status: 'sending' }]);
  expect(await apply(sender.ctx)).toBe(1);
});
