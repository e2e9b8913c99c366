import { Queue, type JobsOptions } from 'bullmq';
import {
  jobPayloads,
  scheduledJobNames,
  type JobName,
  type JobPayload,
  type ScheduledJobName,
} from '@sms-crm/contracts/jobs';
import type { Logger } from '@sms-crm/runtime/logger';
import { withDeadline } from '@sms-crm/runtime/metrics';
import { connectRedis, keyPrefix, redisReady, type Redis } from '@sms-crm/runtime/redis';
import {
  jobDefinitions,
  queueNames,
  retryPauseMs,
  standInMs,
  scheduledDefinitions,
  type JobDefinition,
  type QueueName,
} from './definitions.ts';

/**
 * One job to be added; adding an id that still waits does nothing, nor one that runs unless its kind is to run once more. `first` where
 * it must not wait behind jobs of its kind.
 */
export type JobRequest = {
  [Name in JobName]: { name: Name; payload: JobPayload<Name>; jobId: string; first?: boolean };
}[JobName];

/** Longest wait for Redis to take jobs, ms; what was not taken is offered again by the sweep. */
const addDeadlineMs = 2_000;

/** Longest wait for the first connection, ms. */
const openDeadlineMs = 10_000;

/** Adds jobs. Finished and failed jobs leave Redis at once: the rows are the record. */
export class JobProducer {
  readonly #redis: Redis;
  readonly #queues: Map<QueueName, Queue>;

  private constructor(redis: Redis, log: Logger) {
    this.#redis = redis;
    const open = (name: QueueName): [QueueName, Queue] => [
      name,
      new Queue(name, { connection: redis, prefix: keyPrefix, streams: { events: { maxLen: 100 } } }),
    ];
    this.#queues = new Map(queueNames.map(open));
    for (const [name, queue] of this.#queues) {
      queue.on('error', (error) => log.debug({ err: error, queue: name }, 'queue connection'));
    }
  }

  /**
   * Opens a producer on a connection of its own.
   *
   * @throws Error when Redis does not answer within 10 s
   */
  static async open(options: { url: string; name: string; log: Logger }): Promise<JobProducer> {
    const redis = connectRedis({ ...options, name: `${options.name}-queue`, blocking: true });
    await redisReady(redis, openDeadlineMs);
    return new JobProducer(redis, options.log);
  }

  /**
   * Adds jobs in one round trip per queue.
   *
   * @throws when Redis does not take them in time
   */
  async add(requests: readonly JobRequest[]): Promise<void> {
    if (this.#redis.status !== 'ready')
      throw new Error('Redis is away; the sweep adds the jobs when it is back');
    const byQueue = Map.groupBy(requests, queueOf);
    for (const [queueName, group] of byQueue) {
      const jobs = group.map((request) => ({
        name: request.name,
        data: jobPayloads[request.name].parse(request.payload),
        opts: {
          ...optionsOf(jobDefinitions[request.name]),
          ...identityOf(request),
        },
      }));
      await withDeadline(this.#queue(queueName).addBulk(jobs), addDeadlineMs, `Redis (queue ${queueName})`);
    }
  }

  /**
   * Makes the schedulers of jobs that run by the clock where they are missing or stand still; those in order are left alone.
   * A new one's first run comes at once.
   *
   * @throws when Redis does not answer in time
   */
  async keepSchedules(): Promise<void> {
    if (this.#redis.status !== 'ready')
      throw new Error('Redis is away; schedulers are looked at when it is back');
    for (const name of scheduledJobNames) {
      await withDeadline(this.#keepSchedule(name), addDeadlineMs, `Redis (scheduler ${name})`);
    }
  }

  async #keepSchedule(name: ScheduledJobName): Promise<void> {
    const { every, ...definition } = scheduledDefinitions[name];
    const queue = this.#queue(definition.queue);
    const known = await queue.getJobScheduler(name);
    // The next run is set as one begins: when it is overdue by a whole pause, its job is lost.
    const alive = known?.every === every && known.next !== undefined && known.next > Date.now() - every;
    if (!alive)
      await queue.upsertJobScheduler(name, { every }, { name, data: {}, opts: optionsOf(definition) });
  }

  /** Jobs waiting or running per queue, without the next runs of scheduled ones. */
  async depths(): Promise<Record<QueueName, number>> {
    const depth = async (name: QueueName) => {
      const queue = this.#queue(name);
      const [jobs, scheduled] = await Promise.all([
        queue.getJobCountByTypes('wait', 'active', 'delayed', 'prioritized'),
        queue.getJobSchedulersCount(),
      ]);
      return jobs - scheduled;
    };
    const [now, first, bulk, inbound, statuses, background] = await Promise.all([
      depth('send-now'),
      depth('send-first'),
      depth('send-bulk'),
      depth('inbound'),
      depth('statuses'),
      depth('background'),
    ]);
    return { 'send-now': now, 'send-first': first, 'send-bulk': bulk, inbound, statuses, background };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
    this.#redis.disconnect();
  }

  #queue(name: QueueName): Queue {
    const queue = this.#queues.get(name);
    if (queue === undefined) throw new Error(`no queue ${name}`);
    return queue;
  }
}

function queueOf({ name, first }: JobRequest): QueueName {
  const { queue, firstQueue } = jobDefinitions[name];
  return first === true ? (firstQueue ?? queue) : queue;
}

function optionsOf({ attempts }: JobDefinition) {
  return {
    attempts,
    backoff: { type: 'exponential', delay: retryPauseMs },
    removeOnComplete: true,
    removeOnFail: true,
  } satisfies JobsOptions;
}

/**
 * What makes two requests the same job: its id while it waits or runs, or only until its run begins. The latter ends by itself too:
 * a job whose process was killed must not keep others out until the queue has noticed.
 */
function identityOf({ name, jobId }: JobRequest): Pick<JobsOptions, 'jobId' | 'deduplication'> {
  const again = jobDefinitions[name].onceMore === true;
  return again ? { deduplication: { id: jobId, ttl: standInMs } } : { jobId };
}
