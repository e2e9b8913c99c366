import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { putBudget } from '../src/budget/put.ts';
import { withTransaction, type Context } from '../src/context/context.ts';
import type { SendOutcome } from '../src/context/ports.ts';
import { putPrices } from '../src/pricing/put.ts';
import { claimBatch } from '../src/sending/claim.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { daySpent, frozen, ledgerFaults, noLimits, wakeAll } from './budget-kit.ts';
import { addContacts, giveNumber, ScriptedCarrier, spreadOverZones, TestSender } from './sending-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

/** Two campaigns to the same people, whose prices differ, with all batches offered at once. */
async function race(input: { contacts: number; limitMicros: number; prices: readonly number[] }) {
  services.jobs.length = 0;
  // What earlier scenes left offered counts in the window that all tenants share.
  await services.database.owner.query(`update message_batches set state = 'done'`);
  const ctx = await newContext(services);
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  await giveNumber(ctx);
  await addContacts(ctx, input.contacts);
  await spreadOverZones(ctx);
  const items = input.prices.map((partMicros, digit) => ({ prefix: `14155550${digit}`, partMicros }));
  await putPrices(ctx, { source: 'Test', items });
  await putBudget(ctx, { ...noLimits, dailyLimitMicros: input.limitMicros });
  const sender = new TestSender(services, ctx);
  await frozen(ctx, sender, 'One {{first_name|there}}');
  await frozen(ctx, sender, 'Two {{first_name|there}}');
  return { ctx, carrier, sender };
}

async function runAllAtOnce(ctx: Context, sender: TestSender): Promise<number> {
  await wakeAll(services, ctx);
  await sender.pump.round();
  const jobs = services.jobs.splice(0).filter(({ payload }) => payload.tenantId === ctx.tenantId);
  await Promise.all(jobs.map((job) => sender.run(job)));
  return jobs.length;
}

/** A sender whose facts grow old on a busy machine sends nothing; so it is asked again until all is as it should be. */
async function runUntil(
  ctx: Context,
  sender: TestSender,
  expected: () => Promise<void> | void,
): Promise<void> {
  const run = async () => {
    await runAllAtOnce(ctx, sender);
    await expected();
  };
  await vi.waitFor(run, { timeout: 20_000 });
}

const answers = ['accepted', 'refused', 'not-sent', 'unknown', 'lost'] as const;

function answerOf(kind: (typeof answers)[number], take: () => string): SendOutcome {
  if (kind === 'accepted') return { type: 'accepted', carrierMessageId: take(), parts: null };
  if (kind === 'refused') return { type: 'refused', errorCode: '21614', detail: 'not a mobile number' };
  if (kind === 'not-sent') return { type: 'not-sent', detail: '429', retryAfterMs: 0 };
  if (kind === 'unknown') take();
  return { type: 'unknown', detail: 'no answer' };
}

test('however many claims meet near the limit, what is reserved and charged never exceeds it, and the ledger sums up', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        contacts: fc.integer({ min: 110, max: 220 }),
        limitMicros: fc.integer({ min: 0, max: 4_000_000 }),
        prices: fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 4 }),
        kinds: fc.array(fc.constantFrom(...answers), { minLength: 1, maxLength: 12 }),
      }),
      async ({ kinds, ...input }) => {
        const { ctx, carrier, sender } = await race(input);
        let asked = 0;
        let most = 0;
        carrier.answer = async (_text, take) => {
          const kind = kinds[asked % kinds.length] ?? 'accepted';
          asked += 1;
          if (asked % 10 === 0) most = Math.max(most, await daySpent(services, ctx));
          return answerOf(kind, take);
        };
        for (let round = 0; round < 3; round += 1) {
          await runAllAtOnce(ctx, sender);
          most = Math.max(most, await daySpent(services, ctx));
          expect(await ledgerFaults(ctx)).toEqual([]);
        }
        expect(most).toBeLessThanOrEqual(input.limitMicros);
      },
    ),
    { numRuns: 4 },
  );
}, 60_000);

test('claims that race for the last money take just what there is', async () => {
  const { ctx, carrier, sender } = await race({ contacts: 400, limitMicros: 150_000, prices: [1_000] });
  await runUntil(ctx, sender, async () => {
    expect(await daySpent(services, ctx)).toBeGreaterThan(150_000 - 7_900);
  });
  const prices = carrier.taken.map(({ to }) => (to.startsWith('+141555500') ? 1_000 : 7_900));
  expect(prices.reduce((sum, micros) => sum + micros, 0)).toBe(await daySpent(services, ctx));
  expect(await ledgerFaults(ctx)).toEqual([]);
});

test('a claim whose transaction is rolled back leaves nothing', async () => {
  const { ctx, sender } = await race({ contacts: 50, limitMicros: 1_000_000, prices: [1_000] });
  await sender.pump.round();
  const job = services.jobs.splice(0).find(({ name }) => name === 'message.send-bulk');
  if (job?.name !== 'message.send-bulk') throw new Error('no batch was offered');
  const crash = withTransaction(ctx, async (ctx) => {
    const claim = await claimBatch(ctx, job.payload);
    expect(claim?.messages.length).toBeGreaterThan(10);
    throw new Error('the process dies');
  });
  await expect(crash).rejects.toThrow('the process dies');
  expect(await daySpent(services, ctx)).toBe(0);
  const { rows } = await services.database.owner.query(
    `select (select count(*)::int from ledger_entries where tenant_id = $1) as entries,
      (select count(*)::int from messages where tenant_id = $1 and status <> 'queued') as moved`,
    [ctx.tenantId],
  );
  expect(rows).toEqual([{ entries: 0, moved: 0 }]);
});

test('a fault in entries, messages or budget is found with both amounts', async () => {
  const { ctx, carrier, sender } = await race({ contacts: 20, limitMicros: 10_000_000, prices: [1_000] });
  await runUntil(ctx, sender, () => expect(carrier.taken).toHaveLength(40));
  const spent = await daySpent(services, ctx);
  const run = (statement: string) => services.database.owner.query(statement, [ctx.tenantId]);
  await run(
    `update messages set cost_micros = cost_micros + 5 where id = (select id from messages where tenant_id = $1 order by id limit 1)`,
  );
  await run(`update budgets set day_spent_micros = day_spent_micros + 7 where tenant_id = $1 and simulated`);
  await run(
    `update ledger_entries set micros = micros + 1 where id = (select id from ledger_entries where tenant_id = $1 and side = 'reserved' order by id limit 1)`,
  );
  expect(await ledgerFaults(ctx)).toMatchObject([
    { what: 'charged', entriesMicros: spent, otherMicros: spent + 5 },
    { what: 'day-spent', entriesMicros: spent, otherMicros: spent + 7 },
    { what: 'reserved', entriesMicros: 1, otherMicros: 0 },
    { what: 'step', entriesMicros: 1 },
  ]);
});
