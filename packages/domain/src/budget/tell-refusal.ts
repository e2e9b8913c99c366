import type { BudgetPeriod } from '../capacity/read-days.ts';
import type { TxContext } from '../context/context.ts';
import { raiseAlerts } from './raise-alerts.ts';
import { readSpending } from './spending.ts';

/** Tells that the budget allowed nothing of a whole claim; nothing happens when another limit refused. */
export async function tellRefusal(
  ctx: TxContext,
  input: {
    limits: { budgetDay: string } | undefined;
    budgetRefused: BudgetPeriod | null;
    simulated: boolean;
  },
): Promise<void> {
  const { limits, budgetRefused, simulated } = input;
  if (limits === undefined || budgetRefused === null) return;
  const spending = await readSpending(ctx, { budgetDay: limits.budgetDay, simulated });
  if (spending !== undefined) await raiseAlerts(ctx, { spending, simulated, refused: budgetRefused });
}
