import { randomUUID } from 'node:crypto';
import { Worker } from 'bullmq';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { jobNames, type EveryJobName } from '@sms-crm/contracts/jobs';
import { createMetrics } from '@sms-crm/runtime/metrics';
import { connectRedis, keyPrefix, type Redis } from '@sms-crm/runtime/redis';
import { JobProducer, type JobRequest } from '../src/producer.ts';
import { log, redisUrl, workersOf } from './queue-kit.ts';

const url = redisUrl(9);

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

/** Workers that end with their test, whatever became of it. */
function run(
  handle: Parameters<typeof workersOf>[1],
  registry = createMetrics('test'),
): ReturnType<typeof workersOf> {
  const workers = workersOf(url, handle, registry);
  onTestFinished(() => workers.close());
  return workers;
}

function applyJob(jobId: string = randomUUID()): JobRequest {
  return { name: 'webhook.apply', payload: { tenantId: randomUUID() }, jobId };
}

test('every kind of job reaches its handler with its payload, and leaves nothing in Redis', async () => {
  const seen: EveryJobName[] = [];
  const workers = run((name) => async () => {
    seen.push(name);
  });
  const [tenantId, other] = [randomUUID(), randomUUID()];
  await producer.add([
    { name: 'import.check', payload: { tenantId, importId: other }, jobId: randomUUID() },
    { name: 'import.commit', payload: { tenantId, importId: other }, jobId: randomUUID() },
    { name: 'campaign.start', payload: { tenantId, campaignId: other }, jobId: randomUUID() },
    { name: 'campaign.end', payload: { tenantId, campaignId: other }, jobId: randomUUID() },
    { name: 'campaign.freeze', payload: { tenantId, campaignId: other }, jobId: randomUUID() },
    { name: 'message.send-bulk', payload: { tenantId, batchId: other, offer: 1 }, jobId: randomUUID() },
    { name: 'message.send-now', payload: { tenantId, batchId: other, offer: 1 }, jobId: randomUUID() },
    { name: 'message.reconcile', payload: { tenantId, batchId: other }, jobId: randomUUID() },
    {
      name: 'message.follow-up',
      payload: { tenantId, accountId: other, look: 'first' },
      jobId: randomUUID(),
    },
    { name: 'message.retry', payload: { tenantId }, jobId: randomUUID() },
    { name: 'campaign.auto-pause', payload: { tenantId, campaignId: other }, jobId: randomUUID() },
    { name: 'suppression.look-up', payload: { tenantId, ruleId: other }, jobId: randomUUID() },
    { name: 'webhook.apply', payload: { tenantId }, jobId: randomUUID() },
    { name: 'inbound.receive', payload: { tenantId }, jobId: randomUUID() },
    { name: 'opt-out.expire', payload: { tenantId }, jobId: randomUUID() },
    { name: 'click.drain-spool', payload: { tenantId }, jobId: randomUUID() },
    { name: 'click.reclassify', payload: { tenantId, reclassificationId: other }, jobId: randomUUID() },
    { name: 'outbox.deliver', payload: { tenantId, outboxId: other }, jobId: randomUUID() },
  ]);
  await expect.poll(() => seen.toSorted()).toEqual(jobNames.toSorted());
  await expect
    .poll(() => producer.depths())
    .toEqual({ 'send-now': 0, 'send-first': 0, 'send-bulk': 0, inbound: 0, statuses: 0, background: 0 });
  await workers.close();
});

function checkJob(jobId: string): JobRequest {
  return { name: 'import.check', payload: { tenantId: randomUUID(), importId: randomUUID() }, jobId };
}

test('an id that still waits is not added twice, a finished one can be added again', async () => {
  let runs = 0;
  await producer.add([checkJob('same'), checkJob('same')]);
  await producer.add([checkJob('same')]);
  expect((await producer.depths()).background).toBe(1);
  const workers = run(() => async () => {
    runs += 1;
  });
  await expect.poll(() => runs).toBe(1);
  await expect.poll(async () => (await producer.depths()).background).toBe(0);
  await producer.add([checkJob('same')]);
  await expect.poll(() => runs).toBe(2);
  await workers.close();
});

/** Holds every run of a job until it is let go. */
function gate() {
  const begun: ((value?: unknown) => void)[] = [];
  const workers = run(() => () => new Promise<void>((resolve) => begun.push(() => resolve())));
  return { begun, workers };
}

const statusJobs = async () => (await producer.depths()).statuses;

test('applying webhooks, asked for while it runs, is one more job, which waits for no end of the first', async () => {
  const { begun, workers } = gate();
  await producer.add([applyJob('tenant'), applyJob('tenant')]);
  await expect.poll(() => begun.length).toBe(1);
  expect(await statusJobs()).toBe(1);
  await producer.add([applyJob('tenant')]);
  await expect.poll(() => begun.length).toBe(2);
  for (const end of begun) end();
  await expect.poll(statusJobs).toBe(0);
  await workers.close();
});

test('a job whose process was killed keeps no later one from running', async () => {
  const lost = new Worker('statuses', undefined, { connection: redis, prefix: keyPrefix });
  await producer.add([applyJob('killed')]);
  const job = await lost.getNextJob('a process that is gone', { block: false });
  expect(job?.name).toBe('webhook.apply');
  let runs = 0;
  const workers = run(() => async () => {
    runs += 1;
  });
  const askAgain = async () => {
    await producer.add([applyJob('killed')]);
    return runs;
  };
  await expect.poll(askAgain, { timeout: 5_000 }).toBeGreaterThan(0);
  await job?.moveToCompleted(undefined, 'a process that is gone', false);
  await expect.poll(statusJobs).toBe(0);
  await workers.close();
  await lost.close();
});

test('another kind of job, asked for while it runs, does not run again', async () => {
  const { begun, workers } = gate();
  await producer.add([checkJob('import')]);
  await expect.poll(() => begun.length).toBe(1);
  await producer.add([checkJob('import')]);
  begun[0]?.();
  await expect.poll(async () => (await producer.depths()).background).toBe(0);
  expect(begun.length).toBe(1);
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

/** A job as it is after it lost its process more often than the queue allows. */
async function loseTooOften(job: JobRequest): Promise<void> {
  // The workers before have looked for lost jobs, which would put off the next look.
  await redis.flushdb();
  const times = { lockDuration: 50, stalledInterval: 50, maxStalledCount: 0 };
  const lost = new Worker('background', undefined, { connection: redis, prefix: keyPrefix, ...times });
  await producer.add([job]);
  expect((await lost.getNextJob('a process that is gone', { block: false }))?.id).toBe(job.jobId);
  const stalled = new Promise<string>((resolve) => lost.on('stalled', resolve));
  await lost.startStalledCheckTimer();
  expect(await stalled).toBe(job.jobId);
  await lost.close();
}

test('a job that lost its process too often is given up unrun, and counted; one that fails is counted as that alone', async () => {
  const registry = createMetrics('test');
  await loseTooOften(checkJob('lost'));
  let runs = 0;
  const workers = run(
    () => async () => {
      runs += 1;
      throw new Error('this try fails');
    },
    registry,
  );
  const counted = (outcome: string, job: string) =>
    expect
      .poll(() => registry.metrics(), { timeout: 5_000 })
      .toMatch(new RegExp(`sms_jobs_total\\{[^}]*job="${job}",outcome="${outcome}"[^}]*\\} 1\n`));
  await counted('given-up', 'import.check');
  expect(runs).toBe(0);
  await producer.add([{ name: 'message.retry', payload: { tenantId: randomUUID() }, jobId: randomUUID() }]);
  await counted('failed', 'message.retry');
  expect(await registry.metrics()).not.toContain('job="message.retry",outcome="given-up"');
  expect((await producer.depths()).background).toBe(0);
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
