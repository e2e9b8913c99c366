import { connectRedis, redisReady, type Redis } from '@sms-crm/runtime/redis';
import { TokenBuckets } from '@sms-crm/runtime/token-buckets';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MessageKind } from '@sms-crm/contracts/gates';
import type { Context } from '../src/context/context.ts';
import { createOutbound } from '../src/messages/create-outbound.ts';
import { reportCampaign } from '../src/reports/report.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { farPhones, giveNumbers, letKnow } from './number-kit.ts';
import { addContacts, giveNumber, launch, ScriptedCarrier, TestSender } from './sending-kit.ts';

let services: TestServices;
let redis: Redis;
const unlimited: { rates?: TestServices['rates'] } = {};
beforeAll(async () => {
  services = await createTestServices();
  unlimited.rates = services.rates;
  redis = connectRedis({ url: process.env['TEST_REDIS_URL'] ?? '', name: 'test', log: services.log });
  await redisReady(redis, 5_000);
});
afterAll(async () => {
  redis.disconnect();
  await services.close();
});

/** A sender process with real token buckets, all living by one held clock. */
async function scene(contacts: number): Promise<{
  ctx: Context;
  carrier: ScriptedCarrier;
  sender: TestSender;
  pass: (ms: number) => Promise<void>;
}> {
  // Ahead of the database's own clock, by which contacts are made.
  let nowMs = Date.now() + 60_000;
  services.jobs.length = 0;
  services.clock = { ...services.clock, now: () => new Date(nowMs) };
  services.rates = new TokenBuckets(redis, () => nowMs);
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  const ctx = await newContext(services);
  await addContacts(ctx, contacts);
  const sender = new TestSender(services, ctx);
  const pass = async (ms: number) => {
    nowMs += ms;
    await sender.drain();
  };
  return { ctx, carrier, sender, pass };
}

async function countVersions(): Promise<(ctx: Context) => Promise<number[]>> {
  await services.database.owner.query(`
    create table if not exists message_versions (tenant_id uuid, id uuid);
    create or replace function note_version() returns trigger security definer language plpgsql as
      $$ begin insert into message_versions values (new.tenant_id, new.id); return null; end $$;
    create or replace trigger note_version after insert or update on messages for each row execute function note_version()`);
  return async (ctx) => {
    const { rows } = await services.database.owner.query<{ versions: number }>(
      'select count(*)::int as versions from message_versions where tenant_id = $1 group by id',
      [ctx.tenantId],
    );
    return rows.map(({ versions }) => versions);
  };
}

/** So many texts wait in the long run of the proof. */
const waiting = Number(process.env['RATES_MESSAGES'] ?? 4_000);
const patience = { timeout: 120_000 + 30 * waiting };

test(
  'texts that wait for ten slow numbers cost no version of a message row while they wait',
  patience,
  async () => {
    const versionsOf = await countVersions();
    const { ctx, carrier, sender, pass } = await scene(waiting);
    await giveNumbers(
      ctx,
      farPhones(10).map((phone) => ({ phone, rateParts: 1 })),
    );
    const id = await launch(ctx, 'Hello');
    await sender.drain();
    let seconds = 0;
    // Campaigns have 80 % of ten parts a second, and the fullest of the ten numbers a little more than its share.
    const longest = (waiting / 8) * 1.2 + 60;
    for (; carrier.requests.length < waiting && seconds <= longest; seconds += 30) {
      expect(carrier.requests.length).toBeLessThanOrEqual(10 * (seconds + 30));
      await pass(30_000);
    }
    expect(new Set(carrier.requests.map(({ to }) => to)).size).toBe(waiting);
    expect(new Set(carrier.requests.map(({ from }) => from)).size).toBe(10);
    const versions = await versionsOf(ctx);
    expect(versions.length).toBe(waiting);
    // Frozen, claimed, handed over: nothing else.
    expect(Math.max(...versions)).toBe(3);
    expect((await reportCampaign(ctx, { id })).campaign.status).toBe('completed');
  },
);

test('numbers that crawl do not keep a fast one from its rate', patience, async () => {
  const { ctx, carrier, pass } = await scene(1_400);
  const { ids } = await giveNumbers(
    ctx,
    farPhones(13).map((phone, index) => ({ phone, rateParts: index === 0 ? 100 : 1 })),
  );
  const [fast = '', ...slow] = ids;
  await letKnow(ctx, fast, 800);
  for (const number of slow) await letKnow(ctx, number, 50);
  await launch(ctx, 'Hello');
  await pass(0);
  for (let step = 0; step < 20; step += 1) await pass(500);
  const from = (phone: string) => carrier.requests.filter((text) => text.from === phone).length;
  expect(from('+13035550000')).toBe(800);
  for (let step = 0; step < 4; step += 1) await pass(5_000);
  for (const phone of farPhones(13).slice(1)) expect(from(phone)).toBeGreaterThanOrEqual(12);
});

test.each([1, 2])(
  'an answer to a STOP of %i part(s) gets the next tokens of its registration, whatever waits on the numbers that share it',
  async (parts) => {
    const { ctx, carrier, pass } = await scene(0);
    const given = await giveNumbers(
      ctx,
      farPhones(12).map((phone) => ({ phone, rateParts: 1 })),
    );
    await services.database.owner.query('update carrier_registrations set rate_parts = 1 where id = $1', [
      given.registrationId,
    ]);
    const write = (kind: MessageKind, numberId: string, index: number, body: string) =>
      createOutbound(ctx, {
        kind,
        contactId: null,
        phone: `+1415555${1_000 + index}`,
        numberId,
        body,
        replyToId: null,
      });
    for (let index = 0; index < 48; index += 1)
      await write('campaign-transactional', given.ids[index % 12] ?? '', index, 'Hello');
    for (let step = 0; step < 40; step += 1) await pass(100);
    const before = carrier.requests.length;
    expect(before).toBeGreaterThanOrEqual(3);
    const answer = 'Stopped. '.repeat(parts === 1 ? 1 : 20);
    await write('opt-out-confirmation', given.ids[1] ?? '', 99, answer);
    for (let step = 0; step <= parts * 10; step += 1) await pass(100);
    expect(carrier.requests[before]?.body).toBe(answer);
  },
);

const away = () => Promise.reject(new Error('Redis is away'));

test('while Redis is away nothing is sent and nothing breaks; afterwards everything goes once', async () => {
  const { ctx, carrier, sender, pass } = await scene(30);
  await giveNumber(ctx);
  const id = await launch(ctx, 'Hello');
  if (unlimited.rates !== undefined) services.rates = unlimited.rates;
  for (const job of services.jobs.splice(0)) if (job.name === 'campaign.freeze') await sender.run(job);
  await sender.pump.round();
  services.rates = { take: away, available: away };
  await pass(0);
  await sender.pump.round();
  await pass(500);
  expect(carrier.requests).toEqual([]);
  const { rows } = await services.database.owner.query(
    `select state, next_at is not null as paused from message_batches where tenant_id = $1`,
    [ctx.tenantId],
  );
  expect(rows).toEqual([{ state: 'open', paused: true }]);
  if (unlimited.rates !== undefined) services.rates = unlimited.rates;
  await pass(1_000);
  expect(carrier.requests.length).toBe(30);
  expect((await reportCampaign(ctx, { id })).campaign.status).toBe('completed');
});
