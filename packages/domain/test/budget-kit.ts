import { expect, vi } from 'vitest';
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

/** Lets claims stop as they write what their rest waits for; `blocked` resolves when one has, `free` lets them go on. */
export async function holdWaits(services: TestServices) {
  const client = await services.database.owner.connect();
  await client.query('begin');
  await client.query('lock table batch_waits in exclusive mode');
  return {
    blocked: () =>
      vi.waitFor(
        async () => {
          const { rowCount } = await client.query(
            `select from pg_locks where relation = 'batch_waits'::regclass and not granted`,
          );
          expect(rowCount).toBe(1);
        },
        { timeout: 20_000 },
      ),
    free: async () => {
      await client.query('commit');
      client.release();
    },
  };
}

export const noLimits = { dailyLimitMicros: null, monthlyLimitMicros: null, reserveMicros: 0 };
