import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withTenant } from '@sms-crm/db/transaction';
import type { PoolClient } from 'pg';
import { recordClicks } from '../src/clicks/record.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { iPhone } from './click-kit.ts';
import { addContact, addInbound, addMessage, addStatus, apply, newSender, newSid } from './webhook-kit.ts';

type Statement = { text: string; values: unknown[] };

let services: TestServices;
const statements: Statement[] = [];
beforeAll(async () => {
  services = await createTestServices();
  services.app.on('connect', recordStatements);
});
afterAll(() => services.close());

/** Keeps what a connection is asked, to be explained later. */
function recordStatements(client: PoolClient): void {
  const query = client.query.bind(client);
  const recording = (config: unknown, values: unknown) => {
    const asked = typeof config === 'object' && config !== null ? config : {};
    const text = 'text' in asked ? asked.text : undefined;
    // A prepared statement brings its values along.
    const given = 'values' in asked ? asked.values : values;
    if (typeof text === 'string') statements.push({ text, values: Array.isArray(given) ? given : [] });
    const answer: unknown = Reflect.apply(query, client, [config, values]);
    return answer;
  };
  Reflect.set(client, 'query', recording);
}

/** As many rows of the tenant as make a wrong plan cost something. */
const fill = `
  insert into contacts (tenant_id, phone) select $1, '+1202' || n from generate_series(5000000, 5003000) n;
  insert into messages (tenant_id, contact_id, direction, status, phone)
    select $1, id, 'outbound', 'delivered', phone from contacts where tenant_id = $1;
  insert into message_events (tenant_id, message_id, attempt, type, carrier_message_id)
    select $1, id, 0, 'handed-over', 'SM' || id from messages where tenant_id = $1;
  insert into do_not_contact (tenant_id, phone, origin, created_by)
    select $1, phone, 'recipient', 'test' from contacts where tenant_id = $1;
  insert into consent_events (tenant_id, contact_id, phone, type, source, actor)
    select $1, id, phone, 'granted', 'other', 'test' from contacts where tenant_id = $1;
  insert into clicks (tenant_id, short_link_id, campaign_id, campaign_link_id, message_id, clicked_at, human, verdict, id, net)
    select $1, id, id, id, id, now(), true, 'human', id, left(id::text, 8) from messages where tenant_id = $1;
  insert into webhook_events (tenant_id, carrier_account_id, kind, dedupe_key, params, applied_at)
    select $1, id, 'status', id::text, '{}', now() from messages where tenant_id = $1;
  insert into messages (tenant_id, contact_id, direction, status, phone)
    select $1, id, 'inbound', 'received', phone from contacts where tenant_id = $1;
  insert into opt_out_reviews (tenant_id, phone, message_id, body, rule, found, simulated, opened_at, due_at)
    select $1, phone, id, '', '', '', true, now(), now() from contacts where tenant_id = $1;
  insert into conversations (tenant_id, phone, number_phone, last_message_id, last_direction, last_text, last_at)
    select $1, phone, '55501', id, 'inbound', '', now() from contacts where tenant_id = $1;
  insert into conversation_messages (tenant_id, conversation_id, message_id)
    select $1, c.id, m.id from messages m join conversations c on c.tenant_id = $1 and c.phone = m.phone where m.tenant_id = $1;
  analyze contacts, messages, message_events, do_not_contact, consent_events, clicks, webhook_events, opt_out_reviews, conversations, conversation_messages`;

const hot =
  /\b(messages|message_events|webhook_events|contacts|do_not_contact|consent_events|clicks|opt_out_reviews|conversations|conversation_messages)\b/;

test('no statement of webhooks and clicks reads a large table but by an index, under row security', async () => {
  const sender = await newSender(services);
  for (const statement of fill.split(';')) {
    const values = statement.includes('$1') ? [sender.tenantId] : [];
    await services.database.owner.query(statement, values);
  }
  const phone = '+14155552671';
  const contactId = await addContact(sender, phone, 'granted');
  const numberId = sender.numbers.self;
  const messageId = await addMessage(sender, { contactId, phone, numberId });
  statements.length = 0;
  await addStatus(sender, { messageId, sid: newSid(), status: 'sent' });
  await addStatus(sender, { messageId: null, sid: newSid(), status: 'undelivered', code: '21610' });
  for (const body of ['STOP', 'START', 'HELP', 'who is this'])
    await addInbound(sender, { from: phone, to: '55501', body });
  await apply(sender.ctx);
  await recordClicks(sender.ctx, [
    {
      id: randomUUID(),
      tenantId: sender.tenantId,
      linkId: randomUUID(),
      campaignId: sender.campaignId,
      campaignLinkId: randomUUID(),
      messageId,
      at: Date.now() + 60_000,
      ip: '81.2.69.10',
      agent: iPhone,
      hints: '',
    },
  ]);
  const asked = new Map(statements.map((statement) => [statement.text, statement]));
  const reading = [...asked.values()].filter(
    ({ text }) => hot.test(text) && !/^\s*insert into .* values/is.test(text),
  );
  expect(reading.length).toBeGreaterThan(10);
  const faults: string[] = [];
  for (const { text, values } of reading) {
    const plan = await withTenant(services.app, sender.tenantId, async (db) => {
      const { rows } = await db.$client.query<{ 'QUERY PLAN': string }>(
        `explain (costs off) ${text}`,
        values,
      );
      return rows.map((row) => row['QUERY PLAN']);
    });
    const scans = plan.some((line) => /Seq Scan on/.test(line));
    const wide = plan.some((line) => /Index Cond: \(tenant_id = [^)]*\)$/.test(line));
    if (scans || wide) faults.push([text, ...plan].join('\n'));
  }
  expect(faults).toEqual([]);
});
