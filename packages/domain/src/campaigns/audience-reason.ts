import { sql, type SQL } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';
import { skipReasonSql } from '../gates/chain.ts';
import { sendsSimulated } from '../numbers/find.ts';
import { numberPool } from '../numbers/number-pool.ts';
import { readChecks, suppressedBy } from '../suppression/checks.ts';
import { inAudience } from './audience.ts';
import type { CampaignRow } from './campaign-row.ts';
import { readQuietGroups } from './quiet-groups.ts';

/** Why a contact `c` of an outer query would be skipped by a campaign that is frozen now, for `readRefusal`; null for those who would not. */
export async function audienceReason(ctx: TxContext, row: CampaignRow): Promise<SQL<string | null>> {
  const groups = await readQuietGroups(
    ctx,
    row,
    sql`select c.id, c.quiet_key from contacts c where ${inAudience(row)}`,
  );
  const simulated = row.launchedAt === null ? await sendsSimulated(ctx, row.numberId) : row.simulated;
  const checks = await readChecks(ctx, { kind: row.kind, simulated });
  const never = groups.filter((group) => group.never).map(({ key }) => key);
  const reason = skipReasonSql(row.kind, {
    simulated,
    phone: sql`c.phone`,
    consent: sql`c.consent`,
    suppressed: suppressedBy(checks),
    quietNever: never.length === 0 ? sql`false` : sql`c.quiet_key = any (${sql.param(never)}::text[])`,
  });
  // A draft may still get its number; whom a campaign meets that lost its numbers after the launch, nothing can be sent to.
  const lostNumbers = row.launchedAt !== null && (await numberPool(ctx, row.numberId)).numbers.length === 0;
  return lostNumbers ? sql<string>`coalesce(${reason}, 'no_number')` : reason;
}
