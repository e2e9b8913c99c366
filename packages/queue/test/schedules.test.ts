import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Queue } from 'bullmq';
import { scheduledJobNames } from '@sms-crm/contracts/jobs';
import { connectRedis, keyPrefix, type Redis } from '@sms-crm/runtime/redis';
import { JobProducer } from '../src/producer.ts';
import { log, redisUrl, workersOf } from './queue-kit.ts';

const url = redisUrl(8);
const name = 'reports.recount';

let producer: JobProducer;
let redis: Redis;
let queue: Queue;
beforeAll(async () => {
  producer = await JobProducer.open({ url, name: 'test', log });
  redis = connectRedis({ url, name: 'test', log, blocking: true });
  queue = new Queue('background', { connection: redis, prefix: keyPrefix });
});
beforeEach(() => redis.flushdb());
afterAll(async () => {
  await queue.close();
  await producer.close();
  redis.disconnect();
});

test('a scheduled job runs at once, keeps its time however often it is looked at, and comes back in a wiped Redis', async () => {
  const seen: string[] = [];
  const workers = workersOf(url, (job) => async () => {
    if (job === name) seen.push(job);
  });
  await producer.keepSchedules();
  await expect.poll(() => seen).toEqual([name]);
  await expect.poll(() => queue.getDelayedCount()).toBe(scheduledJobNames.length);
  const first = await queue.getJobScheduler(name);
  await producer.keepSchedules();
  await producer.keepSchedules();
  expect(await queue.getJobScheduler(name)).toEqual(first);
  expect(await queue.getDelayedCount()).toBe(scheduledJobNames.length);
  expect((await producer.depths()).background).toBe(0);
  await redis.flushdb();
  await producer.keepSchedules();
  await expect.poll(() => seen).toEqual([name, name]);
  await expect.poll(() => queue.getDelayedCount()).toBe(scheduledJobNames.length);
  await workers.close();
});

test('processes that look at the same time make one scheduler', async () => {
  await Promise.all(Array.from({ length: 5 }, () => producer.keepSchedules()));
  expect(await queue.getJobSchedulersCount()).toBe(scheduledJobNames.length);
  expect(await queue.getJobCountByTypes('wait', 'delayed', 'prioritized')).toBe(scheduledJobNames.length);
});

test('a scheduler whose next run was lost is set going again', async () => {
  await producer.keepSchedules();
  const lost = await queue.getJobs(['wait', 'delayed', 'prioritized']);
  await redis.del(
    ...lost.map((job) => queue.toKey(job.id ?? '')),
    queue.toKey('wait'),
    queue.toKey('delayed'),
  );
  for (const lostName of scheduledJobNames) {
    await redis.zadd(queue.toKey('repeat'), Date.now() - 3_600_000, lostName);
  }
  await producer.keepSchedules();
  expect(await queue.getJobCountByTypes('wait', 'delayed', 'prioritized')).toBe(scheduledJobNames.length);
});
