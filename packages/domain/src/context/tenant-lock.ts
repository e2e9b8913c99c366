import { sql, type SQL } from 'drizzle-orm';
import type { TxContext } from './context.ts';

/**
 * Lets the transactions of one tenant that change the same thing go one after the other: each waits here until the one before has
 * committed, and what it reads from then on is what that one left. Ask for it before the first look at the rows.
 *
 * @param what the thing, e.g. `prices`
 */
export async function lockForTenant(ctx: TxContext, what: string): Promise<void> {
  await ctx.tx.db.execute(sql`select pg_advisory_xact_lock(${lockKeyOf(ctx, what)})`);
}

/** Stays beside others that ask for the same so, and waits only for whom `lockForTenant` let in; that one waits for all of these. */
export async function shareForTenant(ctx: TxContext, what: string): Promise<void> {
  await ctx.tx.db.execute(sql`select pg_advisory_xact_lock_shared(${lockKeyOf(ctx, what)})`);
}

/** The key of a tenant's lock, for who asks for it in another statement. */
export function lockKeyOf({ tenantId }: TxContext, what: string): SQL {
  return sql`hashtextextended(${`${what} ${tenantId}`}, 0)`;
}
