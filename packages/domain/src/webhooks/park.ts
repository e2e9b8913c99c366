import { parkedWebhooks } from '@sms-crm/db/tables/parked-webhooks';
import type { TxContext } from '../context/context.ts';

/** The first look for the text of a parked event, ms: its create answer is mostly a moment behind. Later looks wait twice as long each. */
export const firstLookMs = 2_000;

/** An event that names its text only by an id of the carrier which nobody knows yet. */
export type Parked = { eventId: string; carrierMessageId: string };

/** Keeps events until the text they speak of is known. */
export async function parkEvents(ctx: TxContext, events: readonly Parked[]): Promise<void> {
  if (events.length === 0) return;
  const { tenantId } = ctx;
  const parkedAt = ctx.services.clock.now();
  const lookAt = new Date(parkedAt.getTime() + firstLookMs);
  await ctx.tx.db
    .insert(parkedWebhooks)
    .values(events.map((event) => ({ tenantId, ...event, parkedAt, lookAt })))
    .onConflictDoNothing();
}
