import { sql, type SQL } from 'drizzle-orm';

/** The law counts over this time, ms. */
export const legalDayMs = 86_400_000;

/** To be joined to messages `m` for `countsTowardsMaximum`. */
export const joinAccountOfMessage = sql`
  left join sending_numbers n on n.tenant_id = m.tenant_id and n.id = m.number_id
  left join carrier_accounts a on a.tenant_id = n.tenant_id and a.id = n.carrier_account_id`;

/**
 * Whether a message `m` counts for what its contact may get in 24 hours. Simulated texts and those to people are counted apart; what a
 * number sent that is gone counts for people.
 */
export function countsTowardsMaximum(input: { simulated: boolean; now: Date }): SQL {
  const since = new Date(input.now.getTime() - legalDayMs).toISOString();
  return sql`m.direction = 'outbound' and m.kind = 'campaign-marketing'
    and coalesce(a.live or a.in_setup, true) = ${!input.simulated} and m.claimed_at > ${since}::timestamptz
    and (m.handed_over_at is not null or m.status in ('sending', 'unknown'))`;
}
