import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import {
  addContact,
  addInbound,
  addMessage,
  addStatus,
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

const daysOf = (sender: Sender) =>
  rowsOf(
    services,
    sender,
    `select day::text, handed_over::int, parts::int, delivered::int, failed::int, filtered::int, opt_outs::int
     from number_daily where tenant_id = $1 order by day`,
  );

test('results count for the day the text was booked on; a STOP for the number whose text it answers', async () => {
  const sender = await newSender(services);
  const phone = '+14155552671';
  const contactId = await addContact(sender, phone, 'granted');
  const booked = { numberId: sender.numbers.self, numberPhone: '55501', budgetDay: '2027-03-01' };
  const [one, two] = [
    await addMessage(sender, { ...booked, contactId }),
    await addMessage(sender, { ...booked, phone: '+14155552672', budgetDay: '2027-03-02' }),
  ];
  const sid = newSid();
  for (const status of ['sent', 'delivered', 'delivered']) {
    await addStatus(sender, { messageId: one, sid, status });
  }
  await addStatus(sender, { messageId: two, sid: newSid(), status: 'undelivered', code: '30007' });
  await apply(sender.ctx);
  await addInbound(sender, { from: phone, to: '55501', body: 'STOP' });
  await addInbound(sender, { from: phone, to: '55501', body: 'STOP' });
  await apply(sender.ctx);
  const none = { handed_over: 1, parts: 2, delivered: 0, failed: 0, filtered: 0, opt_outs: 0 };
  expect(await daysOf(sender)).toEqual([
    { ...none, day: '2027-03-01', delivered: 1, opt_outs: 1 },
    { ...none, day: '2027-03-02', failed: 1, filtered: 1 },
  ]);
});

test('whatever callbacks come in whatever order, the day says what the messages say', async () => {
  const callback = fc.record({
    message: fc.nat({ max: 3 }),
    status: fc.constantFrom('queued', 'sent', 'delivered', 'undelivered', 'failed'),
    code: fc.option(fc.constantFrom('30007', '30005'), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(callback, { maxLength: 12 }), async (callbacks) => {
      const sender = await newSender(services);
      const booked = { numberId: sender.numbers.self, budgetDay: '2027-03-01' };
      const ids: string[] = [];
      const sids = [newSid(), newSid(), newSid(), newSid()];
      for (const last of [1, 2, 3, 4]) {
        ids.push(await addMessage(sender, { ...booked, phone: `+1415555000${last}` }));
      }
      for (const { message, status, code } of callbacks) {
        const failed = status === 'failed' || status === 'undelivered';
        await addStatus(sender, {
          messageId: ids[message] ?? '',
          sid: sids[message] ?? '',
          status,
          ...(failed && code !== undefined ? { code } : {}),
        });
      }
      await apply(sender.ctx);
      const [real] = await rowsOf(
        services,
        sender,
        `select count(handed_over_at)::int as handed_over,
          count(*) filter (where status = 'delivered')::int as delivered,
          count(*) filter (where status in ('failed', 'undelivered'))::int as failed,
          count(*) filter (where status in ('failed', 'undelivered') and error_code = '30007')::int as filtered
         from messages where tenant_id = $1`,
      );
      const [counted] = await daysOf(sender);
      const none = { handed_over: 0, delivered: 0, failed: 0, filtered: 0 };
      expect({ ...none, ...counted }).toMatchObject(real ?? none);
    }),
    { numRuns: 25 },
  );
});
