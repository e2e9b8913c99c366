import { z } from 'zod';
import { id } from './scalars.ts';

const requestId = z.string().optional();

/** Payload of every kind of job, once. A payload is ids; the row is the truth. New fields are optional while old jobs are in flight. */
export const jobPayloads = {
  'import.check': z.object({ tenantId: id, importId: id, requestId }),
  'import.commit': z.object({ tenantId: id, importId: id, requestId }),
  'campaign.start': z.object({ tenantId: id, campaignId: id, requestId }),
  'campaign.end': z.object({ tenantId: id, campaignId: id, requestId }),
  'campaign.freeze': z.object({ tenantId: id, campaignId: id, requestId }),
  'message.send-bulk': z.object({ tenantId: id, batchId: id, offer: z.int(), requestId }),
  'message.send-now': z.object({ tenantId: id, batchId: id, offer: z.int(), requestId }),
  'message.reconcile': z.object({ tenantId: id, batchId: id, requestId }),
  'message.follow-up': z.object({
    tenantId: id,
    accountId: id,
    look: z.enum(['first', 'second', 'last']),
    requestId,
  }),
  'message.retry': z.object({ tenantId: id, requestId }),
  'campaign.auto-pause': z.object({ tenantId: id, campaignId: id, requestId }),
  'suppression.look-up': z.object({ tenantId: id, ruleId: id, requestId }),
  'webhook.apply': z.object({ tenantId: id, requestId }),
  'inbound.receive': z.object({ tenantId: id, requestId }),
  'opt-out.expire': z.object({ tenantId: id, requestId }),
  'click.drain-spool': z.object({ tenantId: id, requestId }),
  'click.reclassify': z.object({ tenantId: id, reclassificationId: id, requestId }),
  'outbox.deliver': z.object({ tenantId: id, outboxId: id, requestId }),
} as const satisfies Record<string, z.ZodObject>;

/** Jobs of the whole installation that run by the clock; nobody asks for them. */
export const scheduledPayloads = {
  'reports.recount': z.object({ requestId }),
  'ledger.check': z.object({ requestId }),
  'numbers.warm-up': z.object({ requestId }),
  'links.watch-domains': z.object({ requestId }),
} as const satisfies Record<string, z.ZodObject>;

export const everyPayload = { ...jobPayloads, ...scheduledPayloads };

export type JobName = keyof typeof jobPayloads;
export type ScheduledJobName = keyof typeof scheduledPayloads;
export type EveryJobName = keyof typeof everyPayload;
export type JobPayload<Name extends EveryJobName> = z.infer<(typeof everyPayload)[Name]>;
export const jobNames = Object.keys(jobPayloads).filter((name): name is JobName => name in jobPayloads);
export const scheduledJobNames = Object.keys(scheduledPayloads).filter(
  (name): name is ScheduledJobName => name in scheduledPayloads,
);
