import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jobNames, type JobName } from '@sms-crm/contracts/jobs';
import { createLogger } from '@sms-crm/runtime/logger';
import { createMetrics } from '@sms-crm/runtime/metrics';
import { connectRedis, type Redis } from '@sms-crm/runtime/redis';
import { JobProducer, type JobRequest } from '../src/producer.ts';
import { runWorkers, type JobHandler, type JobHandlers } from '../src/worker.ts';

const log = createLogger({ name: 'test', level: 'silent' });
/** A database of Redis that no other suite uses. */
const url = `${process.env['TEST_REDIS_URL'] ?? ''}/9`;
const concurrency = { 'send-bulk': 2, 'send-now': 2, background: 2 };

let producer: JobProducer;
let redis: Redis;
beforeAll(async () => {
  producer = await JobProducer.open({ url, name: 'test', log });
  redis = connectRedis({ url, name: 'test', log, blocking: true });
  await redis.flushdb();
});
afterAll(async () => {
  await producer.close();
  redis.disconnect();
});

function handlersWith(handle: (name: JobName) => JobHandler<JobName>): JobHandlers {
  return {
    'import.check': handle('import.check'),
    'import.commit': handle('import.commit'),
    'campaign.freeze': handle('campaign.freeze'),
    'message.send-bulk': handle('message.send-bulk'),
    'message.send-now': handle('message.send-now'),
    'message.reconcile': handle('message.reconcile'),
    'webhook.apply': handle('webhook.apply'),
    'outbox.deliver': handle('outbox.deliver'),
  };
}

function run(handle: (name: JobName) => JobHandler<JobName>) {
  return runWorkers({
    handlers: handlersWith(handle),
    connection: (name) => connectRedis({ url, name, log, blocking: true }),
    concurrency,
    registry: createMetrics('test'),
    log,
  });
}

function applyJob(jobId: string = randomUUID()): JobRequest {
  return { name: 'webhook.apply', payload: { tenantId: randomUUID() }, jobId };
}

test('every kind of job reaches its handler with its payload, and leaves nothing in Redis', async () => {
  const seen: JobName[] = [];
  const workers = run((name) => async () => {
    seen.push(name);
  });
  const [tenantId, other] = [randomUUID(), randomUUID()];
  await producer.add([
    { name: 'import.check', payload: { tenantId, importId: other }, jobId: randomUUID() },
    { name: 'import.commit', payload: { tenantId, importId: other }, jobId: randomUUID() },
    { name: 'campaign.freeze', payload: { tenantId, campaignId: other }, jobId: randomUUID() },
    { name: 'message.send-bulk', payload: { tenantId, batchId: other, offer: 1 }, jobId: randomUUID() },
    { name: 'message.send-now', payload: { tenantId, batchId: other, offer: 1 }, jobId: randomUUID() },
    { name: 'message.reconcile', payload: { tenantId, batchId: other }, jobId: randomUUID() },
    { name: 'webhook.apply', payload: { tenantId }, jobId: randomUUID() },
    { name: 'outbox.deliver', payload: { tenantId, outboxId: other }, jobId: randomUUID() },
  ]);
  await expect.poll(() => seen.toSorted()).toEqual(jobNames.toSorted());
  await expect.poll(() => producer.depths()).toEqual({ 'send-now': 0, 'send-bulk': 0, background: 0 });
  await workers.close();
});

test('an id that still waits is not added twice, a finished one can be added again', async () => {
  let runs = 0;
  await producer.add([applyJob('same'), applyJob('same')]);
  await producer.add([applyJob('same')]);
  expect((await producer.depths()).background).toBe(1);
  const workers = run(() => async () => {
    runs += 1;
  });
  await expect.poll(() => runs).toBe(1);
  await expect.poll(async () => (await producer.depths()).background).toBe(0);
  await producer.add([applyJob('same')]);
  await expect.poll(() => runs).toBe(2);
  await workers.close();
});

test('a job that fails is tried as often as its definition says, and knows its last try', async () => {
  const tries: boolean[] = [];
  const workers = run(() => async (_payload, { lastTry }) => {
    tries.push(lastTry);
    throw new Error('this try fails');
  });
  await producer.add([applyJob()]);
  await expect.poll(() => tries, { timeout: 10_000 }).toEqual([false, false, true]);
  await workers.close();
});

test('closing waits for running jobs and tells them to come to an end', async () => {
  let ended = false;
  let begun = false;
  const workers = run(() => async (_payload, { signal }) => {
    begun = true;
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    ended = true;
  });
  await producer.add([applyJob()]);
  await expect.poll(() => begun).toBe(true);
  await workers.close();
  expect(ended).toBe(true);
});

test('a malformed payload is refused before it reaches Redis', async () => {
  const job: JobRequest = { name: 'webhook.apply', payload: { tenantId: 'nobody' }, jobId: randomUUID() };
  await expect(producer.add([job])).rejects.toThrow('tenantId');
});
