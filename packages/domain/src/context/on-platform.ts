import { withSystem } from '@sms-crm/db/transaction';
import type { Context, TxContext } from './context.ts';

/**
 * A transaction as the system role for what stands above tenants. Its audit entries are those of the tenant the admin acts from.
 * Jobs and signals are not collected in it.
 */
export async function onPlatform<T>(ctx: Context, run: (ctx: TxContext) => Promise<T>): Promise<T> {
  return withSystem(ctx.services.system, (db) =>
    run({ ...ctx, tx: { db, jobs: [], topics: [], wakesPump: false } }),
  );
}
