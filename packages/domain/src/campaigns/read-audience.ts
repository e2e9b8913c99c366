import { sql } from 'drizzle-orm';
import type { SkipReason } from '@sms-crm/contracts/reasons';
import type { TxContext } from '../context/context.ts';
import { numberPool } from '../numbers/number-pool.ts';
import { readPrices } from '../pricing/read-prices.ts';
import { readRefusal } from '../suppression/checks.ts';
import { inAudience } from './audience.ts';
import { audienceReason } from './audience-reason.ts';
import type { CampaignRow } from './campaign-row.ts';
import { keptNumbers, numberOf } from './freeze-chunk.ts';

/** Recipients of one number, one set of lawful hours and one price of a part. */
export type AudienceGroup = {
  numberId: string | null;
  key: string | null;
  partMicros: number;
  count: number;
};

/** Whom the audience matches, whom no gate lets through by reason, and how the others are spread. */
export type Audience = {
  matched: number;
  recipients: number;
  byReason: Map<SkipReason, number>;
  /** Those of them whom a suppression rule leaves out. */
  byRule: { ruleId: string; reason: SkipReason; count: number }[];
  groups: AudienceGroup[];
};

/** Looks at the whole audience as a freeze would do it now. */
export async function readAudience(ctx: TxContext, row: CampaignRow): Promise<Audience> {
  const reason = await audienceReason(ctx, row);
  const pool = await numberPool(ctx, row.numberId);
  const prices = await readPrices(ctx);
  const { rows } = await ctx.tx.db.execute<AudienceGroup & { reason: string | null }>(sql`
    select reason, case when reason is null then number_id end as "numberId", case when reason is null then quiet_key end as key,
      case when reason is null then price end as "partMicros", count(*)::int as count
    from (
      select ${reason} as reason, ${numberOf(pool)} as number_id, c.quiet_key, ${prices.partMicrosSql(sql`c.phone`)} as price from contacts c ${keptNumbers(pool)}
      where ${inAudience(row)} offset 0
    ) a group by 1, 2, 3, 4`);
  const byReason = new Map<SkipReason, number>();
  const byRule: Audience['byRule'] = [];
  for (const { reason: found, count } of rows) {
    if (found === null) continue;
    const { reason, ruleId } = readRefusal(found);
    byReason.set(reason, (byReason.get(reason) ?? 0) + count);
    if (ruleId !== null) byRule.push({ ruleId, reason, count });
  }
  const groups = rows.flatMap(({ reason: found, ...group }) => (found === null ? [group] : []));
  const recipients = groups.reduce((sum, { count }) => sum + count, 0);
  const skipped = [...byReason.values()].reduce((sum, count) => sum + count, 0);
  return { matched: recipients + skipped, recipients, byReason, byRule, groups };
}
