import { sql } from 'drizzle-orm';
import type { Overview } from '@sms-crm/contracts/session';
import { readWarnings } from '../auto-pause/warnings.ts';
import { booksSimulated } from '../budget/books-simulated.ts';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { readTroubles } from './troubles.ts';

const dayMs = 86_400_000;

/** Days the dashboard shows when none are asked for, and the most it shows. */
const defaultDays = 30;
const maxDays = 366;

type Sums = { day: string; metric: string; detail: string; value: string };

/** Numbers of the last days over all campaigns, from counters alone; days turn at midnight in the tenant's zone. */
export async function readOverview(
  ctx: Context,
  range: { from?: string | undefined; to?: string | undefined },
): Promise<Overview> {
  requirePermission(ctx, 'campaigns:read');
  const to = range.to === undefined ? ctx.services.clock.now() : new Date(range.to);
  const earliest = new Date(to.getTime() - maxDays * dayMs);
  const asked =
    range.from === undefined ? new Date(to.getTime() - defaultDays * dayMs) : new Date(range.from);
  const from = asked < earliest ? earliest : asked;
  return withTransaction(ctx, async (ctx) => {
    const { timeZone } = await tenantSettings(ctx);
    const simulated = await booksSimulated(ctx);
    const { rows } = await ctx.tx.db.execute<Sums>(sql`
      select to_char(hour at time zone ${timeZone}, 'YYYY-MM-DD') as day, metric,
        case when metric = 'status' then detail else '' end as detail, sum(value) as value
      from campaign_hourly h join campaigns c on c.tenant_id = h.tenant_id and c.id = h.campaign_id and c.simulated = ${simulated}
      where hour >= date_trunc('hour', ${from.toISOString()}::timestamptz) and hour <= ${to.toISOString()}::timestamptz
      group by 1, 2, 3 order by 1`);
    const counted = await ctx.tx.db.execute<{ count: number }>(
      sql`select count(*)::int as count from contacts`,
    );
    const sum = (metric: string, detail = '') =>
      total(rows, (row) => row.metric === metric && row.detail === detail);
    return {
      from: from.toISOString(),
      to: to.toISOString(),
      handedOver: sum('handed-over'),
      delivered: sum('status', 'delivered'),
      undelivered: sum('status', 'undelivered'),
      failed: sum('status', 'failed') - sum('refused'),
      replies: sum('reply'),
      optOuts: sum('opt-out'),
      clicksHuman: sum('click-human'),
      clicksAll: sum('click-human') + sum('click-bot') + sum('click-duplicate'),
      costMicros: sum('cost-micros'),
      contacts: counted.rows[0]?.count ?? 0,
      warnings: await readWarnings(ctx, simulated),
      troubles: await readTroubles(ctx),
      daily: daily(rows),
    };
  });
}

function daily(rows: readonly Sums[]): Overview['daily'] {
  return [...Map.groupBy(rows, (row) => row.day)].map(([day, own]) => ({
    day,
    handedOver: total(own, (row) => row.metric === 'handed-over'),
    delivered: total(own, (row) => row.metric === 'status' && row.detail === 'delivered'),
    clicksHuman: total(own, (row) => row.metric === 'click-human'),
  }));
}

function total(rows: readonly Sums[], wanted: (row: Sums) => boolean): number {
  return rows.filter(wanted).reduce((sum, row) => sum + Number(row.value), 0);
}
