import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pino } from 'pino';
import { z } from 'zod';
import { createLogger } from '../src/logger.ts';
import { runChecks, withDeadline } from '../src/metrics.ts';
import { connectRedis, redisCheck, redisReady, type Redis } from '../src/redis.ts';
import { RedisWay } from './redis-way.ts';

const log = createLogger({ name: 'test', level: 'silent' });
let way: RedisWay;
const connections: Redis[] = [];
const line = z.object({ msg: z.string() });
beforeEach(async () => {
  way = await RedisWay.open();
});
afterEach(async () => {
  for (const redis of connections.splice(0)) redis.disconnect();
  await way.cut();
});

async function connected(options: { blocking?: boolean; log?: typeof log } = {}): Promise<Redis> {
  const redis = connectRedis({ url: way.url, name: 'test', log, ...options });
  connections.push(redis);
  await redisReady(redis, 5_000);
  return redis;
}

/** Rejects with the command's own error, or with that of the deadline when the command waits. */
const atOnce = (command: Promise<unknown>) => withDeadline(command, 500, 'the command');

test('while Redis is away commands fail at once, and afterwards they work without anybody’s doing', async () => {
  const redis = await connected();
  const key = `test:${randomUUID()}`;
  await redis.set(key, 'kept', 'EX', 60);
  await way.cut();
  await expect.poll(() => redis.status).not.toBe('ready');
  await expect(atOnce(redis.get(key))).rejects.toThrow(/^(?!the command did not answer)/);
  await expect(atOnce(redis.get(key))).rejects.toThrow(/^(?!the command did not answer)/);
  await way.mend();
  await expect.poll(() => redis.get(key).catch(() => 'away'), { timeout: 5_000 }).toBe('kept');
});

test('a command under way when the connection is cut fails or is answered, it never hangs', async () => {
  const redis = await connected();
  way.mute();
  const waiting = redis.ping();
  await way.cut();
  await expect(atOnce(waiting)).rejects.toThrow(/^(?!the command did not answer)/);
});

test('a Redis that takes commands without answering is an absent one after 2 s', async () => {
  const redis = await connected();
  way.mute();
  await expect(withDeadline(redis.ping(), 4_000, 'the command')).rejects.toThrow('Command timed out');
});

test('the readiness check follows Redis', async () => {
  const redis = await connected();
  expect(await runChecks([redisCheck(redis)])).toEqual({ ready: true, failed: {} });
  await way.cut();
  await expect.poll(() => redis.status).not.toBe('ready');
  expect(await runChecks([redisCheck(redis)])).toEqual({
    ready: false,
    failed: { redis: expect.stringMatching(/./) },
  });
});

test('commands of a blocking connection wait for Redis to come back', async () => {
  const redis = await connected({ blocking: true });
  await way.cut();
  await expect.poll(() => redis.status).not.toBe('ready');
  const waiting = redis.ping();
  await way.mend();
  expect(await withDeadline(waiting, 5_000, 'the command')).toBe('PONG');
});

test('an absent Redis at the start is an error that names the variable', async () => {
  await way.cut();
  const redis = connectRedis({ url: way.url, name: 'test', log });
  connections.push(redis);
  await expect(redisReady(redis, 50)).rejects.toThrow('REDIS_URL');
});

test('the log says once that Redis is away and once that it is back', async () => {
  const lines: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(line.parse(JSON.parse(chunk.toString())).msg);
      done();
    },
  });
  await connected({ log: pino(stream) });
  await way.cut();
  await expect.poll(() => lines).toContain('Redis is away; trying again');
  await way.mend();
  await expect.poll(() => lines, { timeout: 5_000 }).toContain('Redis is back');
  expect(lines).toEqual(['Redis is away; trying again', 'Redis is back']);
});
