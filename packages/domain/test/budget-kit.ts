import { withTransaction, type Context } from '../src/context/context.ts';
import { findLedgerFaults } from '../src/ledger/check.ts';
import type { TestServices } from '../src/testing/kit.ts';
import { launch, type TestSender } from './sending-kit.ts';

/** Whatever happened, entries, messages and budget must say the same. */
export async function ledgerFaults(ctx: Context): Promise<unknown[]> {
  return withTransaction(ctx, (ctx) => findLedgerFaults(ctx, '2000-01-01'));
}

/** What is spent of the day, as the budget row says; of simulated texts, as in all tests of this kit. */
export async function daySpent(services: TestServices, ctx: Context): Promise<number> {
  const { rows } = await services.database.owner.query<{ spent: string }>(
    'select day_spent_micros as spent from budgets where tenant_id = $1 and simulated',
    [ctx.tenantId],
  );
  return Number(rows[0]?.spent);
}

/** Launches a campaign and freezes its audience, so that its batches are open. */
export async function frozen(ctx: Context, sender: TestSender, template?: string): Promise<string> {
  const id = await launch(ctx, template);
  await sender.run({
    name: 'campaign.freeze',
    payload: { tenantId: ctx.tenantId, campaignId: id },
    jobId: 'x',
  });
  return id;
}

/** Everything that waits for a moment may go on at once. */
export async function wakeAll(services: TestServices, ctx: Context): Promise<void> {
  await services.database.owner.query('update message_batches set next_at = null where tenant_id = $1', [
    ctx.tenantId,
  ]);
}

export const noLimits = { dailyLimitMicros: null, monthlyLimitMicros: null, reserveMicros: 0 };
