import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { listenForWakes, publishWake } from '@sms-crm/queue/wake';
import { createLogger } from '@sms-crm/runtime/logger';
import { connectRedis, redisReady, type Redis } from '@sms-crm/runtime/redis';
import { startPump } from '../src/pump-timer.ts';

const log = createLogger({ name: 'test', level: 'silent' });
/** Longer than any test: whatever round comes, a wake-up brought it. */
const neverMs = 600_000;

let redis: Redis;
beforeAll(async () => {
  redis = connectRedis({ url: redisUrl(), name: 'test', log });
  await redisReady(redis, 5_000);
});
afterAll(() => redis.disconnect());

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

function redisUrl(): string {
  const url = process.env['TEST_REDIS_URL'];
  if (url === undefined) throw new Error('TEST_REDIS_URL is not set: run the tests by `npm test`.');
  return url;
}

/** A pump that counts its rounds, and holds them while `held` says so. */
function pumpOf(options: { pauseMs: number; held?: Promise<void>; againInMs?: number }) {
  const rounds: { from: number; to: number }[] = [];
  let open = 0;
  const round = async () => {
    const one = { from: performance.now(), to: Number.NaN };
    rounds.push(one);
    open += 1;
    expect(open).toBe(1);
    await options.held;
    open -= 1;
    one.to = performance.now();
    return options.againInMs ?? Number.POSITIVE_INFINITY;
  };
  const timer = startPump({ round }, log, options.pauseMs);
  closers.push(timer.stop);
  return { rounds, timer };
}

function listen(url: string, wake: () => void): void {
  closers.push(listenForWakes({ url, name: 'test', log }, wake));
}

const listeners = async () => Number((await redis.pubsub('NUMSUB', '{sms}:wake'))[1]);

test('a wake-up from another process brings the next round at once', async () => {
  const before = await listeners();
  const { rounds, timer } = pumpOf({ pauseMs: neverMs });
  listen(redisUrl(), timer.wake);
  await expect.poll(listeners).toBe(before + 1);
  for (const _ of [1, 2, 3]) {
    const { length } = rounds;
    await publishWake(redis);
    await expect.poll(() => rounds.length).toBeGreaterThan(length);
  }
});

test('any number of wake-ups during a round bring one more, after a pause', async () => {
  const held = Promise.withResolvers<void>();
  const { rounds, timer } = pumpOf({ pauseMs: neverMs, held: held.promise });
  for (let n = 0; n < 100; n += 1) timer.wake();
  held.resolve();
  await expect.poll(() => rounds.length).toBe(2);
  const [first, second] = rounds;
  expect((second?.from ?? 0) - (first?.to ?? 0)).toBeGreaterThanOrEqual(18);
  for (let n = 0; n < 100; n += 1) timer.wake();
  await expect.poll(() => rounds.length).toBe(3);
  await timer.stop();
  timer.wake();
  expect(rounds.length).toBe(3);
});

test('without Redis the timer alone runs the rounds', async () => {
  const { rounds, timer } = pumpOf({ pauseMs: 5 });
  listen('redis://127.0.0.1:1', timer.wake);
  await expect.poll(() => rounds.length).toBeGreaterThan(5);
});

test('a round that knows when there will be work is followed by one at that time, but never by one at once', async () => {
  const { rounds } = pumpOf({ pauseMs: neverMs, againInMs: 0 });
  await expect.poll(() => rounds.length).toBeGreaterThan(3);
  const pauses = rounds.slice(1).map(({ from }, index) => from - (rounds[index]?.to ?? 0));
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(18);
});
