import { z } from 'zod';
import { simulatedFlag } from './budget.ts';
import { pageOf, pageQuery } from './paging.ts';
import { id, micros, timestamp } from './scalars.ts';

/** Steps money takes, in words for a person. */
export const ledgerKindWords = {
  reserve: 'Reserved before sending',
  settle: 'Charged as reserved',
  release: 'Given back, not sent',
  drift: 'Charged by the carrier beyond or below the price list',
  inbound: 'Charged for texts that came in',
} as const;
export type LedgerKind = keyof typeof ledgerKindWords;
export const ledgerKind = z.enum(['reserve', 'settle', 'release', 'drift', 'inbound']);

/** Money moves between what is left of the budget, what is reserved for texts on their way, and what is charged. */
export const ledgerSide = z.enum(['budget', 'reserved', 'charged']);

/** `campaignId` finds the steps of a campaign's own batches; a step over texts of several campaigns belongs to none. */
export const ledgerFilter = z.strictObject({
  day: z.iso.date().optional(),
  kind: ledgerKind.optional(),
  campaignId: id.optional(),
  simulated: simulatedFlag,
});
export const ledgerQuery = pageQuery.extend(ledgerFilter.shape);

/** Each step is two entries that sum to zero. */
export const ledgerEntry = z.object({
  id,
  at: timestamp,
  budgetDay: z.iso.date(),
  kind: ledgerKind,
  side: ledgerSide,
  micros,
  /** Sum of this side on this day up to this entry, of the entries that the filter shows. */
  runningMicros: micros,
  campaignId: id.nullable(),
  campaignName: z.string().nullable(),
  batchId: id.nullable(),
  simulated: z.boolean(),
});
export type LedgerEntry = z.infer<typeof ledgerEntry>;
export const ledgerPage = pageOf(ledgerEntry);
