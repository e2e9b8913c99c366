import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool, jobDeadlines } from '@sms-crm/db/pool';
import type { Context } from '../src/context/context.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { readInTime } from '../src/webhooks/read-in-time.ts';
import { storeEvents } from '../src/webhooks/store-events.ts';
import { storeInbound } from '../src/webhooks/store-inbound.ts';
import {
  addContact,
  addMessage,
  apply,
  newSender,
  newText as text,
  rowsOf,
  type Sender,
} from './webhook-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const phone = '+14155552671';

/** Whether each phone is blocked, revoked, confirmed by how many texts, and charged to how many campaigns. */
const stateOf = async (sender: Sender) =>
  rowsOf(
    services,
    sender,
    `select c.phone, c.consent,
       exists (select from do_not_contact d where d.tenant_id = $1 and d.phone = c.phone and d.lifted_at is null) as blocked,
       (select count(*)::int from messages m where m.tenant_id = $1 and m.phone = c.phone and m.kind = 'opt-out-confirmation') as confirmed
     from contacts c where c.tenant_id = $1 order by c.phone`,
  );
const optOutsOf = async (sender: Sender) =>
  (
    await rowsOf<{ n: number }>(
      services,
      sender,
      `select coalesce(sum(value), 0)::int as n from campaign_hourly where tenant_id = $1 and metric = 'opt-out'`,
    )
  )[0]?.n;

test('a STOP is in force as soon as it is stored; the job confirms and counts it once', async () => {
  const sender = await newSender(services);
  const contactId = await addContact(sender, phone, 'granted');
  const own = { contactId, numberId: sender.numbers.self, phone };
  await addMessage(sender, { ...own, status: 'delivered', handedOverAt: new Date() });
  const stop = text(sender, 'Stop');
  await storeInbound(services, [stop, text(sender, 'STOP')]);
  expect(await stateOf(sender)).toEqual([{ phone, consent: 'revoked', blocked: true, confirmed: 0 }]);
  expect(await optOutsOf(sender)).toBe(0);
  await storeInbound(services, [stop]);
  expect(await apply(sender.ctx)).toBe(2);
  expect(await stateOf(sender)).toEqual([{ phone, consent: 'revoked', blocked: true, confirmed: 1 }]);
  expect(await optOutsOf(sender)).toBe(1);
  expect(
    await rowsOf(
      services,
      sender,
      `select count(*)::int as kept from do_not_contact d join messages m on m.tenant_id = d.tenant_id and m.id = d.source_message_id
       join consent_events e on e.tenant_id = d.tenant_id and e.message_id = m.id and e.type = 'revoked' where d.tenant_id = $1`,
    ),
  ).toEqual([{ kept: 1 }]);
});

test('keywords are read before all else, and texts that there is no time to read are held by the job', async () => {
  const sender = await newSender(services);
  const doubts = ['who is this', 'is this spam'].map((body, n) => text(sender, body, `+1415555000${n}`));
  const readings = await readInTime(sender.ctx, [...doubts, text(sender, 'STOP')], performance.now());
  expect([...readings.values()].map(({ keyword, text }) => keyword?.intent ?? text.Body)).toEqual([
    'stop',
    'who is this',
  ]);
  await storeEvents(services, doubts);
  await apply(sender.ctx);
  const held = await rowsOf(services, sender, 'select origin from do_not_contact where tenant_id = $1');
  expect(held).toEqual([{ origin: 'review' }, { origin: 'review' }]);
});

test('one write holds the texts of many people and tenants, each obeyed in their own order', async () => {
  const senders = [await newSender(services), await newSender(services)];
  const phones = ['+14155550001', '+14155550002', '+14155550003'];
  for (const sender of senders) for (const each of phones) await addContact(sender, each, 'granted');
  const words = [
    ['STOP', 'START', 'cancel'],
    ['STOP', 'yes', 'hello'],
    ['START', 'HELP', 'nice'],
  ];
  const events = [0, 1, 2].flatMap((turn) =>
    senders.flatMap((sender) => phones.map((each, index) => text(sender, words[index]?.[turn] ?? '', each))),
  );
  await storeInbound(services, events);
  for (const sender of senders) {
    expect(await stateOf(sender)).toMatchObject([
      { consent: 'revoked', blocked: true },
      { consent: 'granted', blocked: false },
      { consent: 'granted', blocked: false },
    ]);
    expect(await apply(sender.ctx)).toBe(9);
    expect(await stateOf(sender)).toMatchObject([{ confirmed: 2 }, { confirmed: 1 }, { confirmed: 0 }]);
  }
});

test('whatever is cut into one write or several, replayed or not, the last STOP or START stands', async () => {
  const word = fc.constantFrom('STOP', 'START', 'yes', 'stop please', 'hello', 'HELP');
  const writes = fc.array(fc.array(word, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(writes, fc.boolean(), async (groups, applies) => {
      const sender = await newSender(services);
      await addContact(sender, phone, 'granted');
      const events = groups.map((group) => group.map((body) => text(sender, body)));
      for (const group of events) {
        await storeInbound(services, group);
        if (applies) await apply(sender.ctx);
      }
      for (const group of events) await storeInbound(services, group);
      const words = groups.flat().map((body) => body.slice(0, 4).toLowerCase());
      const last = words.findLast((each) => ['stop', 'star', 'yes'].includes(each));
      const stopped = last === 'stop';
      const expected = [{ consent: stopped ? 'revoked' : 'granted', blocked: stopped }];
      expect(await stateOf(sender)).toMatchObject(expected);
      await apply(sender.ctx);
      expect(await stateOf(sender)).toMatchObject(expected);
    }),
    { numRuns: 20 },
  );
});

test.each([
  ['alone', []],
  ['with a doubtful text behind it', ['ugh who is this']],
])(
  'a STOP %s whose contact is held by somebody else blocks the phone at once; the job revokes the consent and confirms once',
  async (_name, behind) => {
    const sender = await newSender(services);
    await addContact(sender, phone, 'granted');
    const holder = await services.database.owner.connect();
    await holder.query('begin');
    await holder.query('select from contacts where tenant_id = $1 for update', [sender.tenantId]);
    await storeInbound(
      services,
      ['STOP', ...behind].map((body) => text(sender, body)),
    );
    await holder.query('rollback');
    holder.release();
    expect(await stateOf(sender)).toMatchObject([{ consent: 'granted', blocked: true, confirmed: 0 }]);
    const scopes = await rowsOf(services, sender, 'select scope from do_not_contact where tenant_id = $1');
    expect(scopes).toContainEqual({ scope: 'all' });
    await apply(sender.ctx);
    expect(await stateOf(sender)).toMatchObject([{ consent: 'revoked', blocked: true, confirmed: 1 }]);
  },
);

test('a tenant that is not there loses only its own text', async () => {
  const sender = await newSender(services);
  const lost = { ...text(sender, 'STOP'), tenantId: randomUUID() };
  await storeInbound(services, [lost, text(sender, 'STOP', '+14155550009')]);
  expect(await rowsOf(services, sender, 'select phone from do_not_contact where tenant_id = $1')).toEqual([
    { phone: '+14155550009' },
  ]);
});

test('a text that takes longer than the server bears holds up no other, and is put aside in the end', async () => {
  const sender = await newSender(services);
  await storeEvents(services, [text(sender, 'slow'), text(sender, 'hello')]);
  const deadlines = { ...jobDeadlines, idleMs: 50 };
  const url = services.database.appUrl;
  const app = createPool({ url, role: 'sms_app', max: 2, name: 'test', log: services.log, deadlines });
  const ctx: Context = {
    ...sender.ctx,
    services: { ...services, app },
    beforeCommit: async ({ tx }) => {
      const { rowCount } = await tx.db.$client.query(`select from messages where body = 'slow'`);
      if (rowCount === 1) await new Promise((ended) => tx.db.$client.once('end', ended));
    },
  };
  const left = () =>
    rowsOf(
      services,
      sender,
      `select params->>'Body' as body, tries from webhook_events where tenant_id = $1 and applied_at is null`,
    );
  await apply(ctx);
  expect(await left()).toEqual([{ body: 'slow', tries: 1 }]);
  for (let run = 2; run <= 5; run += 1) await apply(ctx);
  expect(await left()).toEqual([]);
  await app.end();
});
