import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '../src/logger.ts';
import { connectRedis, keyPrefix, redisReady, type Redis } from '../src/redis.ts';
import { capacityOf, TokenBuckets, type Bucket } from '../src/token-buckets.ts';
import { RedisWay } from './redis-way.ts';

const log = createLogger({ name: 'test', level: 'silent' });
const redises: Redis[] = [];
let [redis, other]: (Redis | undefined)[] = [];
beforeAll(async () => {
  [redis, other] = [await connected(), await connected()];
});
afterAll(() => {
  for (const one of redises) one.disconnect();
});

async function connected(url = process.env['TEST_REDIS_URL'] ?? ''): Promise<Redis> {
  const made = connectRedis({ url, name: 'test', log });
  redises.push(made);
  await redisReady(made, 5_000);
  return made;
}

/** Buckets that live by a clock of the test, seen by two processes. */
function held(): {
  clock: { ms: number };
  processes: TokenBuckets[];
  forget: (bucket: Bucket) => Promise<void>;
} {
  const clock = { ms: 1_800_000_000_000 };
  if (redis === undefined || other === undefined) throw new Error('no Redis');
  const one = redis;
  return {
    clock,
    processes: [redis, other].map((each) => new TokenBuckets(each, () => clock.ms)),
    forget: async ({ name }) => {
      await one.del(`${keyPrefix}:rate:${name}`);
    },
  };
}

const bucketOf = (ratePerSecond: number): Bucket => ({ name: `test:${randomUUID()}`, ratePerSecond });
const texts = (count: number, parts = 1): number[] => Array.from({ length: count }, () => parts);

/** Parts of the texts that were granted. */
async function partsTaken(
  buckets: TokenBuckets,
  input: Parameters<TokenBuckets['take']>[0],
): Promise<number> {
  const { count } = await buckets.take(input);
  return input.parts.slice(0, count).reduce((sum, parts) => sum + parts, 0);
}

test('a bucket starts empty, fills at its rate and no further than its capacity', async () => {
  const { clock, processes } = held();
  const [one] = processes;
  const bucket = bucketOf(10);
  const take = () => one?.take({ buckets: [bucket], parts: texts(1_000), single: true });
  expect(await take()).toMatchObject({ count: 0 });
  clock.ms += 1_000;
  expect(await take()).toMatchObject({ count: 10 });
  clock.ms += 3_600_000;
  expect(await take()).toMatchObject({ count: capacityOf(bucket) });
});

test('capacity is never more than 30 s of parts at any rate', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 5_000, noNaN: true }), (ratePerSecond) => {
      const capacity = capacityOf({ ratePerSecond });
      expect(capacity).toBeLessThanOrEqual(30 * ratePerSecond + 1e-9);
      expect(capacity).toBeGreaterThanOrEqual(2 * ratePerSecond);
    }),
  );
});

test('the carrier is never handed more than 30 s of parts ahead of any rate, whoever takes when', async () => {
  const step = fc.record({
    waitMs: fc.integer({ min: 0, max: 40_000 }),
    process: fc.nat({ max: 1 }),
    parts: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 100 }),
    single: fc.boolean(),
    flush: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  });
  const rate = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0.25, max: 4, noNaN: true }));
  await fc.assert(
    fc.asyncProperty(rate, fc.array(step, { maxLength: 40 }), async (ratePerSecond, steps) => {
      const { clock, processes, forget } = held();
      const bucket = bucketOf(ratePerSecond);
      let ahead = 0;
      for (const { waitMs, process, parts, single, flush } of steps) {
        clock.ms += waitMs;
        ahead = Math.max(0, ahead - (waitMs * ratePerSecond) / 1_000);
        if (flush) await forget(bucket);
        const buckets = processes[process];
        if (buckets !== undefined) ahead += await partsTaken(buckets, { buckets: [bucket], parts, single });
        expect(ahead).toBeLessThanOrEqual(30 * ratePerSecond + 0.001);
      }
    }),
    { numRuns: 40 },
  );
});

test('several clients at once never take more than rate × time + capacity in any window', async () => {
  const { clock, processes } = held();
  const bucket = bucketOf(50);
  const takings: { at: number; parts: number }[] = [];
  for (let round = 0; round < 40; round += 1) {
    clock.ms += round % 7 === 0 ? 5_000 : 130;
    const at = clock.ms;
    const taken = await Promise.all(
      Array.from({ length: 8 }, (_, n) => processes[n % 2]).map(async (one) =>
        one === undefined ? 0 : partsTaken(one, { buckets: [bucket], parts: texts(9, 2), single: false }),
      ),
    );
    takings.push({ at, parts: taken.reduce((sum, parts) => sum + parts, 0) });
  }
  for (const [from, { at: start }] of takings.entries()) {
    let sum = 0;
    for (const { at, parts } of takings.slice(from)) {
      sum += parts;
      expect(sum).toBeLessThanOrEqual((50 * (at - start)) / 1_000 + capacityOf(bucket) + 0.001);
    }
  }
  expect(takings.at(-1)?.parts).toBeGreaterThan(0);
});

test('by the clock of Redis itself, two clients at once take no more than the time allows', async () => {
  if (redis === undefined || other === undefined) throw new Error('no Redis');
  const clients = [new TokenBuckets(redis), new TokenBuckets(other)];
  const bucket = bucketOf(400);
  const input = { buckets: [bucket], parts: texts(5), single: true };
  const startedAt = performance.now();
  await clients[0]?.take(input);
  let sum = 0;
  const until = startedAt + 600;
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < until) sum += await partsTaken(client, input);
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  expect(sum).toBeLessThanOrEqual(400 * seconds + 1);
  expect(sum).toBeGreaterThan(100);
});

test('campaigns leave the last fifth of each bucket to single texts', async () => {
  const { clock, processes } = held();
  const [one] = processes;
  const bucket = bucketOf(100);
  const take = (single: boolean) => one?.take({ buckets: [bucket], parts: texts(1_000), single });
  await take(false);
  clock.ms += 60_000;
  expect(await take(false)).toMatchObject({ count: 160 });
  expect(await take(false)).toMatchObject({ count: 0 });
  expect(await take(true)).toMatchObject({ count: 40 });
});

test('the wait that is told is enough for the next text, and no text of it goes before its time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 200 }),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 60 }),
      async (ratePerSecond, parts) => {
        const { clock, processes } = held();
        const input = { buckets: [bucketOf(ratePerSecond)], parts, single: false };
        const first = await processes[0]?.take(input);
        expect(first?.count).toBe(0);
        clock.ms += first?.waitMs ?? 0;
        expect((await processes[1]?.take(input))?.count).toBeGreaterThan(0);
      },
    ),
    { numRuns: 40 },
  );
});

test('a text larger than a bucket goes when that is full, and leaves a debt', async () => {
  const { clock, processes } = held();
  const [one] = processes;
  const bucket = bucketOf(0.25);
  const take = (parts: number) => one?.take({ buckets: [bucket], parts: [parts], single: false });
  const refused = await take(10);
  expect(refused).toMatchObject({ count: 0, waitMs: 30_000 });
  clock.ms += 29_000;
  expect(await take(10)).toMatchObject({ count: 0 });
  clock.ms += 1_000;
  expect(await take(10)).toMatchObject({ count: 1 });
  clock.ms += 10_000;
  expect(await take(1)).toMatchObject({ count: 0 });
  clock.ms += 12_000;
  expect(await take(1)).toMatchObject({ count: 1 });
});

test('a text too large for one bucket waits for that one alone, not for the shared one that others use', async () => {
  const { clock, processes } = held();
  const [one, two] = processes;
  const [slow, shared] = [bucketOf(0.25), bucketOf(100)];
  const large = () => one?.take({ buckets: [slow, shared], parts: [10], single: false });
  await large();
  clock.ms += 60_000;
  await two?.take({ buckets: [shared], parts: texts(50), single: false });
  expect(await large()).toMatchObject({ count: 1 });
});

test('of several buckets the tightest decides, and each gives exactly what was granted', async () => {
  const { clock, processes } = held();
  const [one] = processes;
  const [number, tenant] = [bucketOf(1), bucketOf(10)];
  await one?.take({ buckets: [number, tenant], parts: [1], single: true });
  clock.ms += 5_000;
  expect(await one?.take({ buckets: [number, tenant], parts: texts(50), single: true })).toMatchObject({
    count: 5,
  });
  expect(await one?.take({ buckets: [tenant], parts: texts(100), single: true })).toMatchObject({
    count: 45,
  });
});

test('what is available is what a campaign could take, and looking takes nothing', async () => {
  const { clock, processes } = held();
  const [one, two] = processes;
  const bucket = bucketOf(100);
  await one?.take({ buckets: [bucket], parts: [1], single: false });
  clock.ms += 1_000;
  expect(await two?.available([bucket])).toEqual({ parts: expect.closeTo(60), waitMs: 0 });
  expect(await two?.available([bucket])).toEqual({ parts: expect.closeTo(60), waitMs: 0 });
  expect(await one?.take({ buckets: [bucket], parts: texts(100), single: false })).toMatchObject({
    count: 60,
  });
});

test('looking at a bucket that nobody used yet lets it begin to fill', async () => {
  const { clock, processes } = held();
  const bucket = bucketOf(1);
  expect(await processes[0]?.available([bucket])).toEqual({ parts: expect.closeTo(-6), waitMs: 7_000 });
  clock.ms += 6_999;
  expect(await processes[0]?.available([bucket])).toMatchObject({ waitMs: 1 });
  clock.ms += 13_001;
  expect(await processes[1]?.available([bucket])).toEqual({ parts: expect.closeTo(14), waitMs: 0 });
});

test('a clock that is set back stops no bucket, for who looks alone too', async () => {
  const { clock, processes } = held();
  const [one] = processes;
  const bucket = bucketOf(100);
  await one?.take({ buckets: [bucket], parts: [1], single: false });
  clock.ms -= 60_000;
  expect(await one?.available([bucket])).toMatchObject({ waitMs: 410 });
  clock.ms += 410;
  expect(await one?.available([bucket])).toMatchObject({ waitMs: 0 });
});

test('while Redis is away both calls reject, and afterwards they work again', async () => {
  const way = await RedisWay.open();
  const client = await connected(way.url);
  const buckets = new TokenBuckets(client);
  const bucket = bucketOf(1_000);
  await buckets.take({ buckets: [bucket], parts: [1], single: true });
  await way.cut();
  await expect.poll(() => client.status).not.toBe('ready');
  await expect(buckets.take({ buckets: [bucket], parts: [1], single: true })).rejects.toThrow(/\w/);
  await expect(buckets.available([bucket])).rejects.toThrow(/\w/);
  await way.mend();
  await expect
    .poll(() => buckets.take({ buckets: [bucket], parts: [1], single: true }).catch(() => ({ count: 0 })), {
      timeout: 5_000,
    })
    .toMatchObject({ count: 1 });
  client.disconnect();
  await way.cut();
});

test('a server that forgot the script is told it again', async () => {
  if (redis === undefined) throw new Error('no Redis');
  const { processes } = held();
  const input = { buckets: [bucketOf(1)], parts: [1], single: true };
  await processes[0]?.take(input);
  await redis.script('FLUSH');
  expect(await processes[0]?.take(input)).toMatchObject({ count: 0 });
});
