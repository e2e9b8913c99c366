import type { JobName } from '@sms-crm/contracts/jobs';

/** Queues: confirmations and replies, campaign batches, and everything else. */
export const queueNames = ['send-now', 'send-bulk', 'background'] as const;
export type QueueName = (typeof queueNames)[number];

export type JobDefinition = {
  queue: QueueName;
  /** Times a job is tried by the queue; a row whose work is still undone is offered again by the sweep. */
  attempts: number;
};

/** How each kind of job runs. Its payload is in contracts, its handler in the process that runs it. */
export const jobDefinitions: Record<JobName, JobDefinition> = {
  'import.check': { queue: 'background', attempts: 3 },
  'import.commit': { queue: 'background', attempts: 3 },
  'campaign.freeze': { queue: 'background', attempts: 3 },
  'webhook.apply': { queue: 'background', attempts: 3 },
  'message.reconcile': { queue: 'background', attempts: 1 },
  'outbox.deliver': { queue: 'background', attempts: 1 },
  'message.send-bulk': { queue: 'send-bulk', attempts: 1 },
  'message.send-now': { queue: 'send-now', attempts: 1 },
};

/** First pause before a failed job is tried again, ms; it doubles each time. */
export const retryPauseMs = 1_000;

/** A job whose process died is given back after this long without a sign of life, ms. */
export const lockDurationMs = 30_000;

/** Times a job may lose its process before it is given up and left to the sweep. */
export const maxStalls = 3;
