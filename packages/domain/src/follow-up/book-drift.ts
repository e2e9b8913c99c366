import { randomUUID } from 'node:crypto';
import { raiseAlerts } from '../budget/raise-alerts.ts';
import { readSpending } from '../budget/spending.ts';
import { releaseMoney } from '../capacity/release.ts';
import type { TxContext } from '../context/context.ts';
import { writeLedger, type LedgerStep } from '../ledger/write.ts';
import type { PriceDrift } from './correct-prices.ts';

/** Writes what the carrier charged beyond our booking as one step for each day of reservation. */
export async function writeDrift(
  ctx: TxContext,
  drifts: readonly PriceDrift[],
  simulated: boolean,
): Promise<LedgerStep[]> {
  const sourceId = randomUUID();
  const steps = [...Map.groupBy(drifts, ({ budgetDay }) => budgetDay)].map(([budgetDay, own]): LedgerStep => {
    const micros = own.reduce((sum, { driftMicros }) => sum + driftMicros, 0);
    return { kind: 'drift', sourceId, micros, budgetDay, simulated };
  });
  await writeLedger(ctx, steps);
  return steps;
}

/** Takes the drift from the budget, also beyond its limit: nothing more is sent then. Call it last. */
export async function bookDrift(ctx: TxContext, steps: readonly LedgerStep[]): Promise<void> {
  await releaseMoney(
    ctx,
    steps.map(({ micros, ...step }) => ({ ...step, micros: -micros })),
  );
  const [first] = steps;
  if (first === undefined) return;
  const spending = await readSpending(ctx, first);
  if (spending !== undefined) {
    await raiseAlerts(ctx, { spending, simulated: first.simulated, refused: null });
  }
}
