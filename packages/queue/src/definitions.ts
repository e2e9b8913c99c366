import type { EveryJobName, JobName, ScheduledJobName } from '@sms-crm/contracts/jobs';

/** Queues: confirmations and replies, first batches of campaigns, their others, what recipients write, status callbacks, and everything else. */
export const queueNames = [
  'send-now',
  'send-first',
  'send-bulk',
  'inbound',
  'statuses',
  'background',
] as const;
export type QueueName = (typeof queueNames)[number];

export type JobDefinition = {
  queue: QueueName;
  /** Where such jobs go that must not wait behind those offered before them. */
  firstQueue?: QueueName;
  /** Times a job is tried by the queue; a row whose work is still undone is offered again by the sweep. */
  attempts: number;
  /** Asked for again while one runs, another is added, which may run beside it; for jobs that read what there is to do as they begin. */
  onceMore?: true;
};

export type ScheduledDefinition = JobDefinition & {
  /** Pause between two runs over the whole installation, ms. */
  every: number;
};

/** How each kind of job runs. Its payload is in contracts, its handler in the process that runs it. */
export const jobDefinitions: Record<JobName, JobDefinition> = {
  'import.check': { queue: 'background', attempts: 3 },
  'import.commit': { queue: 'background', attempts: 3 },
  'campaign.start': { queue: 'background', attempts: 3 },
  'campaign.end': { queue: 'background', attempts: 3 },
  'campaign.freeze': { queue: 'background', attempts: 3 },
  'webhook.apply': { queue: 'statuses', attempts: 3, onceMore: true },
  'inbound.receive': { queue: 'inbound', attempts: 3, onceMore: true },
  'message.reconcile': { queue: 'background', attempts: 1 },
  'message.follow-up': { queue: 'background', attempts: 1 },
  'message.retry': { queue: 'background', attempts: 1 },
  'campaign.auto-pause': { queue: 'background', attempts: 1 },
  'suppression.look-up': { queue: 'background', attempts: 1 },
  'opt-out.expire': { queue: 'background', attempts: 1 },
  'click.drain-spool': { queue: 'background', attempts: 1 },
  'click.reclassify': { queue: 'background', attempts: 1 },
  'outbox.deliver': { queue: 'background', attempts: 1 },
  'message.send-bulk': { queue: 'send-bulk', firstQueue: 'send-first', attempts: 1 },
  'message.send-now': { queue: 'send-now', attempts: 1 },
};

/** What runs by the clock. Its scheduler lives in Redis, so the sweep makes it again when it is gone. */
export const scheduledDefinitions: Record<ScheduledJobName, ScheduledDefinition> = {
  'reports.recount': { queue: 'background', attempts: 1, every: 10 * 60_000 },
  'ledger.check': { queue: 'background', attempts: 1, every: 10 * 60_000 },
  'numbers.warm-up': { queue: 'background', attempts: 1, every: 5 * 60_000 },
  'links.watch-domains': { queue: 'background', attempts: 1, every: 10 * 60_000 },
};

export const everyDefinition: Record<EveryJobName, JobDefinition> = {
  ...jobDefinitions,
  ...scheduledDefinitions,
};

/** So long at most a job of a kind that runs once more stands for others asked for after it, ms; it ends as a run begins. */
export const standInMs = 1_000;

/** First pause before a failed job is tried again, ms; it doubles each time. */
export const retryPauseMs = 1_000;

/** A job whose process died is given back after this long without a sign of life, ms. */
export const lockDurationMs = 30_000;

/** Times a job may lose its process before it is given up and left to the sweep. */
export const maxStalls = 3;
