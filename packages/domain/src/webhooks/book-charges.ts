import { inArray } from 'drizzle-orm';
import { carrierAccounts } from '@sms-crm/db/tables/campaigns';
import type { webhookEvents } from '@sms-crm/db/tables/messages';
import { reachesPeople } from '../carrier-accounts/account-row.ts';
import type { ReleasedMoney } from '../capacity/release.ts';
import type { TxContext } from '../context/context.ts';
import { writeLedger, type LedgerStep } from '../ledger/write.ts';
import type { MessageState } from './report-status.ts';

/** A text whose hand-over a status callback proved before our own request did; `message` is what it was before. */
export type Booked = { event: typeof webhookEvents.$inferSelect; message: MessageState };

/**
 * Books in the ledger what these texts cost: out of their reservation while it stands; where it was given back already, as a later charge.
 *
 * @returns the later charges, as what to take from the budget: negative amounts for `releaseMoney`
 */
export async function bookCharges(ctx: TxContext, booked: readonly Booked[]): Promise<ReleasedMoney[]> {
  if (booked.length === 0) return [];
  const live = await liveAccounts(ctx, booked);
  const steps = new Map<string, LedgerStep>();
  for (const { event, message } of booked) {
    const { budgetDay } = message;
    if (budgetDay === null) continue;
    const reserved = message.status === 'sending' || message.status === 'unknown';
    const kind = reserved ? 'settle' : 'drift';
    const simulated = !live.has(event.carrierAccountId);
    const key = `${kind} ${budgetDay} ${simulated}`;
    const step = steps.get(key) ?? { kind, sourceId: event.id, micros: 0, budgetDay, simulated };
    steps.set(key, { ...step, micros: step.micros + message.reservedMicros });
  }
  await writeLedger(ctx, [...steps.values()]);
  return [...steps.values()]
    .filter(({ kind }) => kind === 'drift')
    .map(({ budgetDay, micros, simulated }) => ({ budgetDay, micros: -micros, simulated }));
}

async function liveAccounts(ctx: TxContext, booked: readonly Booked[]): Promise<ReadonlySet<string>> {
  const ids = [...new Set(booked.map(({ event }) => event.carrierAccountId))];
  const rows = await ctx.tx.db
    .select({ id: carrierAccounts.id, live: carrierAccounts.live, inSetup: carrierAccounts.inSetup })
    .from(carrierAccounts)
    .where(inArray(carrierAccounts.id, ids));
  return new Set(rows.filter(reachesPeople).map(({ id }) => id));
}
