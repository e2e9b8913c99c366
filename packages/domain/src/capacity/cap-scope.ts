import { sql, type SQL } from 'drizzle-orm';

/**
 * T-Mobile counts its day over all registrations of a brand (`cap_id`; one without a brand stands alone). What the simulator takes
 * never counts where people were meant.
 */
export type CapScope = 'brand' | 'simulated-brand';

export function capScope(simulated: boolean): CapScope {
  return simulated ? 'simulated-brand' : 'brand';
}

/** The same for the carrier account `a` of a statement. */
export const capScopeOfAccount: SQL = sql`case when a.live or a.in_setup then 'brand' else 'simulated-brand' end`;
