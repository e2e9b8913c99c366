import type { MessageKind } from '@sms-crm/contracts/gates';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetSimulated } from '../src/carrier-accounts/forget-simulated.ts';
import { withTransaction } from '../src/context/context.ts';
import { isDoNotContact } from '../src/gates/do-not-contact.ts';
import type { Finding } from '../src/opt-out-rules/matcher.ts';
import { obeyWishes, type Wish } from '../src/opt-outs/obey-wishes.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { addContact, newSender, newSid, rowsOf, type Sender } from './webhook-kit.ts';
import { sql } from 'drizzle-orm';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const phone = '+14155552671';

/** A tenant with a simulated account, and a live one beside it. */
async function newScene() {
  const sender = await newSender(services);
  const [live] = await rowsOf<{ id: string }>(
    services,
    sender,
    `insert into carrier_accounts (tenant_id, key, carrier, name, account_sid, auth_token_sealed, live)
      values ($1, gen_random_uuid()::text, 'twilio', 'Live', 'AC1', '', true) returning id`,
  );
  await addContact(sender, phone, 'granted');
  return { sender, live: live?.id ?? '' };
}

/** A wish by a text to an account. */
async function say(sender: Sender, intent: Wish['intent'], accountId: string): Promise<void> {
  const [event] = await rowsOf<{ id: string }>(
    services,
    sender,
    `insert into webhook_events (tenant_id, carrier_account_id, kind, dedupe_key, params)
      values ($1, '${accountId}', 'inbound', '${newSid()}', '{}') returning id`,
  );
  const wish = { phone, messageId: event?.id ?? '', at: new Date() };
  const finding: Finding = { rule: 'A rule', verdict: 'doubtful', language: 'en', found: 'who' };
  await obeyWishes(sender.ctx, [
    intent === 'doubt' ? { ...wish, intent, body: 'who', finding } : { ...wish, intent },
  ]);
}

/** Whether the phone is blocked for simulated texts, and for live ones. */
async function blocked(
  sender: Sender,
  kindOf: MessageKind = 'reply',
): Promise<{ simulated: boolean; live: boolean }> {
  return withTransaction(sender.ctx, async ({ tx: { db } }) => {
    const [number, kind] = [sql`${phone}::text`, sql`${kindOf}::text`];
    const { rows } = await db.execute<{ simulated: boolean; live: boolean }>(
      sql`select ${isDoNotContact(number, { kind, simulated: true })} as simulated, ${isDoNotContact(number, { kind, simulated: false })} as live`,
    );
    return rows[0] ?? { simulated: false, live: false };
  });
}

test('a simulated STOP blocks simulated texts alone, a live one all', async () => {
  const { sender, live } = await newScene();
  await say(sender, 'stop', sender.accountId);
  expect(await blocked(sender)).toEqual({ simulated: true, live: false });
  await say(sender, 'stop', live);
  expect(await blocked(sender)).toEqual({ simulated: true, live: true });
});

test('a simulated doubt holds simulated marketing alone, beside one of a person; going live forgets it', async () => {
  const { sender, live } = await newScene();
  await say(sender, 'doubt', sender.accountId);
  expect(await blocked(sender, 'campaign-marketing')).toEqual({ simulated: true, live: false });
  await say(sender, 'doubt', live);
  expect(await blocked(sender, 'campaign-marketing')).toEqual({ simulated: true, live: true });
  expect(await blocked(sender, 'reply')).toEqual({ simulated: false, live: false });
  await say(sender, 'start', sender.accountId);
  await withTransaction(sender.ctx, forgetSimulated);
  expect(await blocked(sender, 'campaign-marketing')).toEqual({ simulated: true, live: true });
  await say(sender, 'start', live);
  expect(await blocked(sender, 'campaign-marketing')).toEqual({ simulated: false, live: false });
});

test('a simulated START lifts no STOP of a person', async () => {
  const { sender, live } = await newScene();
  await say(sender, 'stop', live);
  await say(sender, 'start', sender.accountId);
  expect(await blocked(sender)).toEqual({ simulated: true, live: true });
  await say(sender, 'start', live);
  expect(await blocked(sender)).toEqual({ simulated: false, live: false });
  await say(sender, 'stop', sender.accountId);
  expect(await blocked(sender)).toMatchObject({ live: false });
});

test('going live lifts what simulated recipients asked for, with their consent, and nothing else', async () => {
  const { sender, live } = await newScene();
  await addContact(sender, '+14155552672');
  await rowsOf(
    services,
    sender,
    `insert into do_not_contact (tenant_id, phone, origin, created_by, simulated) values
      ($1, '+14155552672', 'operator', 'test', false), ($1, '+14155552673', 'recipient', 'test', false)`,
  );
  await rowsOf(
    services,
    sender,
    `insert into contact_numbers (tenant_id, contact_id, number_id)
      select c.tenant_id, c.id, n.id from contacts c join sending_numbers n on n.tenant_id = c.tenant_id and n.phone = '55501'
      where c.tenant_id = $1`,
  );
  await say(sender, 'stop', sender.accountId);
  expect(live).not.toBe('');
  expect(await withTransaction(sender.ctx, forgetSimulated)).toEqual({ optOuts: 1 });
  expect(await blocked(sender)).toEqual({ simulated: false, live: false });
  const left = await rowsOf(
    services,
    sender,
    `select (select count(*)::int from do_not_contact where tenant_id = $1 and lifted_at is null) as entries,
      (select count(*)::int from contact_numbers where tenant_id = $1) as known,
      (select consent from contacts where tenant_id = $1 and phone = '${phone}') as consent`,
  );
  expect(left).toEqual([{ entries: 2, known: 0, consent: 'granted' }]);
});
