import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendMessage } from '../src/messages/send-single.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { giveNumber, ScriptedCarrier, TestSender } from './sending-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const byText = (one: string | null, other: string | null) => String(one).localeCompare(String(other));

/** To nobody's contact, as a code by API is. */
const order = { to: '+14155559999', kind: 'transactional' as const, body: 'Your code is 4711' };

async function scene() {
  const ctx = await newContext(services);
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  await giveNumber(ctx);
  const query = (text: string) =>
    services.database.owner.query<{ status: string; sid: string | null }>(text, [ctx.tenantId]);
  await query(
    `with r as (
       insert into carrier_registrations (tenant_id, carrier_account_id, kind, name, status, transactional)
       select tenant_id, id, 'short-code', 'Orders', 'approved', true from carrier_accounts where tenant_id = $1 returning id
     ) update sending_numbers set registration_id = r.id from r where tenant_id = $1`,
  );
  services.jobs.length = 0;
  const sender = new TestSender(services, ctx);
  const rows = async () =>
    (await query(`select status, carrier_message_id as sid from messages where tenant_id = $1 order by id`))
      .rows;
  const lookUp = async () => {
    await query(
      `update message_batches set reconcile_at = now() - interval '1 hour' where tenant_id = $1 and reconcile_at is not null`,
    );
    await sender.drain();
  };
  const addContact = () =>
    query(
      `insert into contacts (tenant_id, phone, country, consent) values ($1, '${order.to}', 'US', 'granted')`,
    );
  return { ctx, carrier, sender, rows, lookUp, addContact };
}

/** Whose phone it is between the first and the second text. */
const people = [
  { who: 'a stranger', joins: false },
  { who: 'a stranger who becomes a contact', joins: true },
];

test.each(people)(
  'two equal texts to $who, both taken without an answer, get one text of the carrier each',
  async ({ joins }) => {
    const { ctx, carrier, sender, rows, lookUp, addContact } = await scene();
    carrier.answer = (_text, take) => {
      take();
      return { type: 'unknown', detail: 'time-out after acceptance' };
    };
    await sendMessage(ctx, order);
    if (joins) await addContact();
    await sendMessage(ctx, order);
    await sender.drain();
    for (let look = 0; look < 3; look += 1) await lookUp();
    const sids = (await rows()).map(({ sid }) => sid);
    expect(sids.toSorted(byText)).toEqual(carrier.taken.map(({ id }) => id).toSorted(byText));
  },
);

test.each(people)(
  'a text to $who that was never taken does not take that of an equal one whose answer is under way',
  async ({ joins }) => {
    const { ctx, carrier, sender, rows, lookUp, addContact } = await scene();
    const [taken, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    carrier.answer = () => ({ type: 'unknown', detail: 'never reached the carrier' });
    await sendMessage(ctx, order);
    for (const job of sender.takeJobs()) await sender.run(job);
    if (joins) await addContact();
    carrier.answer = async (_text, take) => {
      const carrierMessageId = take();
      taken.resolve();
      await released.promise;
      return { type: 'accepted', carrierMessageId, parts: null };
    };
    await sendMessage(ctx, order);
    const sending = Promise.all(sender.takeJobs().map((job) => sender.run(job)));
    await taken.promise;
    await sender.pump.round();
    for (const job of sender.takeJobs()) await sender.run(job);
    expect((await rows()).map(({ sid }) => sid)).toEqual([null, null]);
    released.resolve();
    await sending;
    for (let look = 0; look < 4; look += 1) await lookUp();
    const sids = (await rows()).map(({ sid }) => sid);
    expect(sids.toSorted(byText)).toEqual(carrier.taken.map(({ id }) => id).toSorted(byText));
    expect(carrier.taken).toHaveLength(2);
  },
);
