import { Queue } from 'bullmq';
import { jobPayloads, type JobName, type JobPayload } from '@sms-crm/contracts/jobs';
import type { Logger } from '@sms-crm/runtime/logger';
import { withDeadline } from '@sms-crm/runtime/metrics';
import { connectRedis, keyPrefix, redisReady, type Redis } from '@sms-crm/runtime/redis';
import { jobDefinitions, queueNames, retryPauseMs, type QueueName } from './definitions.ts';

/** One job to be added; adding an id that is still waiting or running does nothing. */
export type JobRequest = {
  [Name in JobName]: { name: Name; payload: JobPayload<Name>; jobId: string };
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
    const byQueue = Map.groupBy(requests, (request) => jobDefinitions[request.name].queue);
    for (const [queueName, group] of byQueue) {
      const jobs = group.map((request) => ({
        name: request.name,
        data: jobPayloads[request.name].parse(request.payload),
        opts: {
          jobId: request.jobId,
          attempts: jobDefinitions[request.name].attempts,
          backoff: { type: 'exponential', delay: retryPauseMs },
          removeOnComplete: true,
          removeOnFail: true,
        },
      }));
      await withDeadline(this.#queue(queueName).addBulk(jobs), addDeadlineMs, `Redis (queue ${queueName})`);
    }
  }

  /** Jobs waiting or running per queue. */
  async depths(): Promise<Record<QueueName, number>> {
    const depth = (name: QueueName) =>
      this.#queue(name).getJobCountByTypes('wait', 'active', 'delayed', 'prioritized');
    const [now, bulk, background] = await Promise.all([
      depth('send-now'),
      depth('send-bulk'),
      depth('background'),
    ]);
    return { 'send-now': now, 'send-bulk': bulk, background };
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
