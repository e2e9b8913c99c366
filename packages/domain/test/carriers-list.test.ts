import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withTransaction, type Context } from '../src/context/context.ts';
import { findDrift } from '../src/reports/recount.ts';
import { createTestServices, newContext, testSettings, type TestServices } from '../src/testing/kit.ts';
import { frozen, ledgerFaults } from './budget-kit.ts';
import { addContacts, giveNumber, ScriptedCarrier, TestSender } from './sending-kit.ts';
import { addStatuses, apply, rowsOf } from './webhook-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
  // Every look is due at once.
  services.settings = {
    ...testSettings,
    followUp: { agesMs: { first: 0, second: 0, last: 3_600_000 }, gapMs: 0 },
  };
});
afterAll(() => services.close());

const texts = 10;

/** What the carrier's list says in the end; codes that are not tried again. */
const ends = [
  { status: 'delivered', code: null },
  { status: 'undelivered', code: '30006' },
  { status: 'failed', code: '30005' },
  { status: 'sent', code: null },
] as const;
type End = (typeof ends)[number];

/** A callback of a text: one on its way to the end, or one that the list contradicts. */
type Told = { text: number; status: string; code: string | null; named: boolean };

/** What a callback may say of a text: a step on its way, its end, or an end that the list takes back. */
function wordOf({ status, code }: End, step: number): Pick<Told, 'status' | 'code'> {
  const way = ['queued', 'sending', 'sent'];
  if (step < way.length) return { status: way[step] ?? '', code: null };
  return step === way.length || status === 'sent' ? { status, code } : { status: 'delivered', code: null };
}

const story = fc.array(fc.constantFrom(...ends), { minLength: texts, maxLength: texts }).chain((list) =>
  fc.record({
    list: fc.constant(list),
    // Lost where it is not drawn, doubled where it is drawn twice, in the order of the draw.
    told: fc.array(
      fc
        .record({ text: fc.nat(texts - 1), step: fc.nat(4), named: fc.boolean() })
        .map(({ text, step, named }): Told => ({ text, named, ...wordOf(endOf(list, text), step) })),
      { maxLength: 60 },
    ),
    /** After how many callbacks they are applied, by two processes at once. */
    applyEvery: fc.integer({ min: 4, max: 60 }),
  }),
);

function endOf(list: readonly End[], text: number): End {
  const end = list[text];
  if (end === undefined) throw new Error(`there is no text ${text}`);
  return end;
}

async function sent() {
  services.jobs.length = 0;
  const ctx = await newContext(services);
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  await giveNumber(ctx);
  await addContacts(ctx, texts);
  const sender = new TestSender(services, ctx);
  const id = await frozen(ctx, sender);
  await sender.pump.round();
  for (const job of sender.takeJobs()) if (job.name === 'message.send-bulk') await sender.run(job);
  const messages = await rowsOf<{ id: string; sid: string }>(
    services,
    ctx,
    `select id, carrier_message_id as sid from messages where tenant_id = $1 order by phone`,
  );
  expect(messages.filter(({ sid }) => sid !== null)).toHaveLength(texts);
  const [account] = await rowsOf<{ id: string }>(
    services,
    ctx,
    'select id from carrier_accounts where tenant_id = $1',
  );
  return { ctx, carrier, sender, id, messages, accountId: account?.id ?? '' };
}

type Sent = Awaited<ReturnType<typeof sent>>;

async function tell({ ctx, messages, accountId }: Sent, told: readonly Told[]): Promise<void> {
  const events = told.map(({ text, status, code, named }) => {
    const { id = null, sid = '' } = messages[text] ?? {};
    return { messageId: named ? id : null, sid, status, code: code ?? undefined };
  });
  await addStatuses({ ctx, tenantId: ctx.tenantId, accountId }, events);
}

/** Lets the follow-up read the carrier's list, which says how the texts ended. */
async function readList({ ctx, carrier, sender, messages }: Sent, list: readonly End[]): Promise<void> {
  const endBySid = new Map(messages.map(({ sid }, text) => [sid, endOf(list, text)]));
  carrier.listing = (listed) =>
    listed.map((text) => {
      const end = endBySid.get(text.carrierMessageId);
      return { ...text, status: end?.status ?? '', errorCode: end?.code ?? null, priceMicros: 7_900 };
    });
  await services.database.owner.query('update follow_up_cursors set offered_at = null where tenant_id = $1', [
    ctx.tenantId,
  ]);
  await sender.pump.round();
  const look = sender
    .takeJobs()
    .find((job) => job.name === 'message.follow-up' && job.payload.look === 'first');
  if (look === undefined) throw new Error('no look was due');
  await sender.run(look);
}

const statesOf = (ctx: Context) =>
  rowsOf(
    services,
    ctx,
    `select status, error_code as code from messages where tenant_id = $1 order by phone`,
  );

test(
  'in whatever order, how often and how seldom callbacks come: with the carrier’s list read, all ends as it says',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ list, told, applyEvery }) => {
        const stage = await sent();
        for (let n = 0; n < told.length; n += applyEvery) {
          await tell(stage, told.slice(n, n + applyEvery));
          await Promise.all([apply(stage.ctx), apply(stage.ctx)]);
        }
        await readList(stage, list);
        expect(await statesOf(stage.ctx)).toEqual(list.map(({ status, code }) => ({ status, code })));
        expect(await withTransaction(stage.ctx, (ctx) => findDrift(ctx, stage.id))).toEqual([]);
        expect(await ledgerFaults(stage.ctx)).toEqual([]);
        // What comes after the list, in its own words, changes nothing any more.
        await tell(
          stage,
          list.map((end, text) => ({ text, ...end, named: true })),
        );
        await apply(stage.ctx);
        expect(await statesOf(stage.ctx)).toEqual(list.map(({ status, code }) => ({ status, code })));
      }),
      { numRuns: 4 },
    );
  },
);
