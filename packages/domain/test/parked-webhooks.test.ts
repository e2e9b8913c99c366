import { afterAll, beforeAll, expect, test } from 'vitest';
import { withSystem } from '@sms-crm/db/transaction';
import { listDeadLetters } from '../src/dead-letters/list.ts';
import { retryDeadLetter } from '../src/dead-letters/retry.ts';
import { createTestServices, testUser, type TestServices } from '../src/testing/kit.ts';
import { dueWebhookJobs } from '../src/webhooks/due.ts';
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
    `select status, carrier_message_id as sid from messages where tenant_id = $1 and direction = 'outbound' order by id`,
  );
const eventsOf = async (sender: Sender) => {
  const rows = await rowsOf<{ type: string }>(
    services,
    sender,
    'select type from message_events where tenant_id = $1 order by id',
  );
  return rows.map((row) => row.type);
};
const givenUp = (sender: Sender) =>
  rowsOf<{ id: string; code: string; detail: string }>(
    services,
    sender,
    `select id, code, detail from dead_letters where tenant_id = $1 and retried_at is null order by id`,
  );

test('what cannot be used stands among what was given up, with the reason', async () => {
  const sender = await newSender(services);
  const messageId = await addMessage(sender, {});
  await addStatus(sender, { messageId, sid: newSid(), status: 'pondering' });
  await apply(sender.ctx);
  const reader = { ...sender.ctx, actor: testUser(['messages:read']) };
  const { items } = await listDeadLetters(reader, { limit: 10 });
  expect(items).toMatchObject([
    {
      kind: 'webhook',
      code: 'webhook_aside',
      words: expect.stringContaining('The status “pondering” is not known.') as string,
      canRetry: true,
    },
  ]);
});

test('what was put aside can be tried again, and is put aside again while nothing has changed', async () => {
  const sender = await newSender(services);
  const messageId = await addMessage(sender, {});
  await addStatus(sender, { messageId, sid: newSid(), status: 'pondering' });
  await apply(sender.ctx);
  const again = { ...sender.ctx, actor: testUser() };
  const [letter] = await givenUp(sender);
  await retryDeadLetter(again, { id: letter?.id ?? '' });
  expect(await givenUp(sender)).toEqual([]);
  await apply(sender.ctx);
  expect(await givenUp(sender)).toHaveLength(1);
  await services.database.owner.query(
    `update webhook_events set params = params::jsonb || '{"MessageStatus":"sent"}' where tenant_id = $1`,
    [sender.tenantId],
  );
  await retryDeadLetter(again, { id: (await givenUp(sender))[0]?.id ?? '' });
  await apply(sender.ctx);
  expect(await messagesOf(sender)).toMatchObject([{ status: 'sent' }]);
  expect(await givenUp(sender)).toEqual([]);
});

/** Lets so much time pass for parked callbacks, whose next look is due then. */
const later = (sender: Sender, pause: string) =>
  services.database.owner.query(
    `update parked_webhooks set parked_at = parked_at - $2::interval, look_at = look_at - $2::interval where tenant_id = $1`,
    [sender.tenantId, pause],
  );

test('a callback by the carrier’s id alone that comes before the answer to our request waits for it', async () => {
  const sender = await newSender(services);
  const [messageId, sid] = [await addMessage(sender, {}), newSid()];
  await addStatus(sender, { messageId: null, sid, status: 'delivered' });
  await apply(sender.ctx);
  await later(sender, '2 seconds');
  await apply(sender.ctx);
  expect(await messagesOf(sender)).toMatchObject([{ status: 'sending' }]);
  await addStatus(sender, { messageId, sid, status: 'sent' });
  await apply(sender.ctx);
  expect(await messagesOf(sender)).toMatchObject([{ status: 'sent' }]);
  await later(sender, '4 seconds');
  const jobs = await withSystem(services.system, (db) => dueWebhookJobs(db, new Date()));
  expect(jobs.map(({ jobId }) => jobId)).toContain(`webhook.apply-${sender.tenantId}`);
  await apply(sender.ctx);
  expect(await messagesOf(sender)).toMatchObject([{ status: 'delivered', sid }]);
  expect(await eventsOf(sender)).toEqual(['handed-over', 'sent', 'delivered']);
  expect(await givenUp(sender)).toEqual([]);
});

test('a callback about a text that is still unknown after a day is put aside', async () => {
  const sender = await newSender(services);
  const sid = newSid();
  await addStatus(sender, { messageId: null, sid, status: 'delivered' });
  await apply(sender.ctx);
  expect(await givenUp(sender)).toEqual([]);
  await later(sender, '25 hours');
  await apply(sender.ctx);
  expect(await givenUp(sender)).toMatchObject([{ detail: `No text was handed over as ${sid}.` }]);
  expect(await rowsOf(services, sender, 'select from parked_webhooks where tenant_id = $1')).toEqual([]);
});

test('a flood of callbacks about nothing leaves room in the list of what was given up', async () => {
  const sender = await newSender(services);
  await services.database.owner.query(
    `insert into webhook_events (tenant_id, carrier_account_id, kind, dedupe_key, params)
     select $1, $2, 'status', n::text, '{"MessageSid":"x"}' from generate_series(1, 1100) n`,
    [sender.tenantId, sender.accountId],
  );
  expect(await apply(sender.ctx)).toBe(1_100);
  expect(await givenUp(sender)).toHaveLength(1_000);
});
