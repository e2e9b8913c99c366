import { Worker, type Job } from 'bullmq';
import { everyPayload, type EveryJobName, type JobPayload } from '@sms-crm/contracts/jobs';
import type { Logger } from '@sms-crm/runtime/logger';
import { Counter, Histogram, type Registry } from '@sms-crm/runtime/metrics';
import { keyPrefix, type Redis } from '@sms-crm/runtime/redis';
import { everyDefinition, lockDurationMs, maxStalls, queueNames, type QueueName } from './definitions.ts';

/**
 * What runs a job; `signal` is aborted when the process is asked to end, so that long work can stop at a safe point; `isFirst` says that
 * the job was asked for ahead of others of its kind.
 */
export type JobHandler<Name extends EveryJobName> = (payload: JobPayload<Name>, run: JobRun) => Promise<void>;

type JobRun = { log: Logger; signal: AbortSignal; lastTry: boolean; isFirst: boolean };

export type JobHandlers = { [Name in EveryJobName]: JobHandler<Name> };

type Metrics = { duration: Histogram; outcomes: Counter };

/** Failures that were logged and counted where they happened. */
type Told = WeakSet<Error>;

/**
 * Runs all queues: parses each payload by its contract, logs with the job's request id, measures, and ends gracefully.
 *
 * @param options.connection makes a blocking connection per queue
 * @param options.concurrency jobs that run at the same time, per queue
 */
export function runWorkers(options: {
  handlers: JobHandlers;
  connection: (name: string) => Redis;
  concurrency: Record<QueueName, number>;
  registry: Registry;
  log: Logger;
}): { close: () => Promise<void> } {
  const stopping = new AbortController();
  const metrics = createJobMetrics(options.registry);
  const told: Told = new WeakSet();
  const workers = queueNames.map((queueName) => {
    const connection = options.connection(`worker:${queueName}`);
    const worker = new Worker(
      queueName,
      (job) => runJob(job, { ...options, metrics, told, signal: stopping.signal }),
      {
        connection,
        prefix: keyPrefix,
        concurrency: options.concurrency[queueName],
        lockDuration: lockDurationMs,
        maxStalledCount: maxStalls,
        stalledInterval: 15_000,
        drainDelay: 1,
        removeOnComplete: { count: 0 },
        removeOnFail: { count: 0 },
      },
    );
    worker.on('error', (error) => options.log.debug({ err: error, queue: queueName }, 'queue connection'));
    worker.on('stalled', (jobId) => options.log.warn({ jobId, queue: queueName }, 'a job lost its process'));
    worker.on('failed', (job, error) => {
      if (!told.has(error)) tellGivenUp(job, error, { metrics, log: options.log });
    });
    return { worker, connection };
  });
  return {
    close: async () => {
      stopping.abort();
      await Promise.all(workers.map(({ worker }) => worker.close()));
      for (const { connection } of workers) connection.disconnect();
    },
  };
}

function createJobMetrics(registry: Registry): Metrics {
  return {
    duration: new Histogram({
      name: 'sms_job_duration_seconds',
      help: 'Time a job ran',
      labelNames: ['job'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
      registers: [registry],
    }),
    outcomes: new Counter({
      name: 'sms_jobs_total',
      help: 'Jobs that ended, by outcome',
      labelNames: ['job', 'outcome'],
      registers: [registry],
    }),
  };
}

/** Tells of a job that the queue failed without running it: it lost its process too often, or nobody knows its kind. */
function tellGivenUp(
  job: Job | undefined,
  error: Error,
  { metrics, log }: { metrics: Metrics; log: Logger },
): void {
  const name = job?.name ?? 'unknown';
  metrics.outcomes.inc({ job: name, outcome: 'given-up' });
  log.error(
    { err: error, job: name, jobId: job?.id },
    'a job was given up; the sweep asks for its work again',
  );
}

async function runJob(
  job: Job,
  options: { handlers: JobHandlers; log: Logger; metrics: Metrics; told: Told; signal: AbortSignal },
): Promise<void> {
  const name = jobNameOf(job);
  const end = options.metrics.duration.startTimer({ job: name });
  const log = options.log.child({ job: name, jobId: job.id });
  const lastTry = job.attemptsMade + 1 >= everyDefinition[name].attempts;
  try {
    if (everyDefinition[name].onceMore === true) await standDown(job, log);
    const isFirst = job.queueName === everyDefinition[name].firstQueue;
    await dispatch(name, job.data, options.handlers, { log, signal: options.signal, lastTry, isFirst });
    options.metrics.outcomes.inc({ job: name, outcome: 'done' });
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    options.told.add(failure);
    options.metrics.outcomes.inc({ job: name, outcome: 'failed' });
    log.error({ err: failure, attempt: job.attemptsMade + 1, lastTry }, 'a job failed');
    throw failure;
  } finally {
    end();
  }
}

/** What is asked for from now on may be too late for this run: it gets a job of its own. */
async function standDown(job: Job, log: Logger): Promise<void> {
  try {
    await job.removeDeduplicationKey();
  } catch (error) {
    log.debug({ err: error }, 'a job stands for others a moment too long');
  }
}

async function dispatch<Name extends EveryJobName>(
  name: Name,
  data: unknown,
  handlers: { [Key in Name]: JobHandler<Key> },
  run: JobRun,
): Promise<void> {
  const payload = parsePayload(name, data);
  await handlers[name](payload, { ...run, log: run.log.child(payload) });
}

/** The schema of a name yields the payload of that name; TypeScript cannot see it through the table. */
function parsePayload<Name extends EveryJobName>(name: Name, data: unknown): JobPayload<Name> {
  return everyPayload[name].parse(data) as JobPayload<Name>;
}

function jobNameOf(job: Job): EveryJobName {
  const name = Object.keys(everyPayload).find((key): key is EveryJobName => key === job.name);
  if (name === undefined)
    throw new Error(
      `This process does not know the job ${job.name}; is it older than the sender of the job?`,
    );
  return name;
}
