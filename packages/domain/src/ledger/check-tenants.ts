import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { withSystem } from '@sms-crm/db/transaction';
import { jobActor } from '../context/actor.ts';
import { createContext, withTransaction, type Services } from '../context/context.ts';
import { findLedgerFaults } from './check.ts';

/** Tenants checked by one run; more take turns by chance. */
const mostTenants = 20;

/** Days that are checked: what is older was checked while it was new, and only drift still comes to it. */
const checkedDays = 4;

/**
 * Checks the ledgers of tenants that spent something lately. A fault is logged with both amounts and left for people to mend.
 *
 * @returns the tenants looked at, those that could not be, and how many faults there are
 */
export async function checkLedgers(
  services: Services,
  run: { signal: AbortSignal },
): Promise<{ tenants: number; failed: number; faults: number }> {
  const since = new Date(services.clock.now().getTime() - checkedDays * 86_400_000)
    .toISOString()
    .slice(0, 10);
  const result = { tenants: 0, failed: 0, faults: 0 };
  for (const tenantId of await spendingTenants(services, since)) {
    if (run.signal.aborted) break;
    const who = { tenantId, actor: jobActor('ledger.check'), requestId: randomUUID() };
    const ctx = createContext(services, who);
    try {
      const faults = await withTransaction(ctx, (ctx) => findLedgerFaults(ctx, since));
      if (faults.length > 0) ctx.log.warn({ faults }, 'the ledger does not say what messages and budget say');
      result.tenants += 1;
      result.faults += faults.length;
    } catch (error) {
      result.failed += 1;
      ctx.log.warn({ err: error }, 'a ledger could not be checked');
    }
  }
  return result;
}

async function spendingTenants(services: Services, since: string): Promise<string[]> {
  return withSystem(services.system, async (db) => {
    const { rows } = await db.execute<{ tenantId: string }>(sql`
      select tenant_id as "tenantId" from budgets where day >= ${since}::date group by 1 order by random() limit ${mostTenants}`);
    return rows.map(({ tenantId }) => tenantId);
  });
}
