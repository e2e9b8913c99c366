import { sql } from 'drizzle-orm';
import { numberRates, warmUpReason, type NumberDetail } from '@sms-crm/contracts/numbers';
import { waitReason, waitReasonWords } from '@sms-crm/contracts/reasons';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { dayIn } from './advance-warm-up.ts';
import { findNumber, type NumberRow } from './find.ts';
import { readNumbers } from './list.ts';
import { curveOf, partsOfLevel, warmUpAllowance } from './warm-up-curve.ts';

/** Days of the ramp shown behind and ahead of today. */
const pastDays = 30;
const nextDays = 7;

/** Campaigns shown that wait for a number. */
const mostShares = 100;

/**
 * One number: its ramp, past, today and to come, and what waits for it.
 *
 * @throws DomainError `not_found`
 */
export async function getNumber(ctx: Context, { id }: { id: string }): Promise<NumberDetail> {
  requirePermission(ctx, 'numbers:read');
  return withTransaction(ctx, async (ctx) => {
    const row = await findNumber(ctx, id);
    const { timeZone } = await tenantSettings(ctx);
    const today = await dayIn(ctx, timeZone);
    const [number] = await readNumbers(ctx, { today, id });
    if (number === undefined) throw new Error('a number that was found was not listed');
    const waiting = await readShares(ctx, row);
    return {
      ...number,
      warmUpCurve: [...curveOf(row).days],
      mostRateParts: numberRates[row.type].most,
      ladder: await readLadder(ctx, row, today),
      queueParts: Math.ceil(waiting.reduce((sum, { parts }) => sum + parts, 0)),
      shares: waiting.slice(0, mostShares).map(({ parts: _parts, ...share }) => share),
    };
  });
}

type Share = NumberDetail['shares'][number] & { parts: number };

async function readShares(ctx: TxContext, number: NumberRow): Promise<Share[]> {
  const { rows } = await ctx.tx.db.execute<{
    campaignId: string;
    name: string;
    waiting: number;
    parts: number;
    reason: string | null;
    nextAt: Date | null;
  }>(sql`
    select c.id as "campaignId", c.name, b.size::int as waiting, (b.size * coalesce(c.parts_estimate, 1))::float8 as parts,
      case when c.status = 'paused' then 'paused'
        when exists (select from kill_switches k where k.id in (c.id, c.tenant_id, s.number_id)) or exists (select from platform_kill_switch) then 'kill_switch'
        when s.next_at > ${ctx.services.clock.now().toISOString()}::timestamptz or s.waits_for in ('number_stopped', 'account_stopped') then s.waits_for
      end as reason, s.next_at as "nextAt"
    from campaigns c
    join campaign_shares s on s.tenant_id = c.tenant_id and s.campaign_id = c.id and s.number_id = ${number.id}::uuid
    cross join lateral (
      select sum(size) as size from message_batches b
      where b.tenant_id = c.tenant_id and b.campaign_id = c.id and b.number_id = s.number_id and b.state = 'open'
    ) b
    where c.status in ('launching', 'sending', 'paused') and c.completed_at is null and b.size > 0
    order by c.launched_at`);
  return rows.map(({ reason, nextAt, ...row }) => {
    const known = waitReason.parse(reason ?? (number.stoppedAt === null ? 'in_line' : 'number_stopped'));
    return {
      ...row,
      reason: known,
      words: waitReasonWords[known],
      nextAt: nextAt === null || known === 'in_line' ? null : new Date(nextAt).toISOString(),
    };
  });
}

/** The days of the ramp: what was, what holds today, and what comes if every day is used well. */
async function readLadder(ctx: TxContext, number: NumberRow, today: string): Promise<NumberDetail['ladder']> {
  const { rows } = await ctx.tx.db.execute<{
    day: string;
    level: number | null;
    reason: string | null;
    usedParts: number;
  }>(sql`
    with days as (
      select generate_series(${today}::date - ${pastDays}::int, ${today}::date, interval '1 day')::date as day
    )
    select d.day::text, case when d.day = ${today}::date then ${number.warmUpLevel}::int else s.to_level end as level,
      case when s.day = d.day then s.reason end as reason, coalesce(n.parts, 0)::int as "usedParts"
    from days d
    left join lateral (
      select day, to_level, reason from warm_up_steps where number_id = ${number.id}::uuid and day <= d.day order by day desc, id desc limit 1
    ) s on true
    left join number_daily n on n.number_id = ${number.id}::uuid and n.day = d.day
    order by d.day`);
  const known = rows.flatMap(({ level, ...row }) => (level === null ? [] : [{ ...row, level }]));
  const rung = ({ day, level }: { day: string; level: number }) => ({
    day,
    level,
    allowance: warmUpAllowance({ ...number, warmUpLevel: level }),
  });
  return [
    ...known.map((row) => ({
      ...rung(row),
      when: row.day === today ? ('today' as const) : ('past' as const),
      usedParts: row.usedParts,
      reason: row.reason === null ? null : warmUpReason.parse(row.reason),
    })),
    ...nextRungs(number, today).map((row) => ({
      ...rung(row),
      when: 'next' as const,
      usedParts: null,
      reason: null,
    })),
  ];
}

function nextRungs(number: NumberRow, today: string): { day: string; level: number }[] {
  const { warmUpLevel } = number;
  if (warmUpLevel === null || warmUpAllowance(number) === null) return [];
  const rungs: { day: string; level: number }[] = [];
  for (let ahead = 1; ahead <= nextDays; ahead += 1) {
    const level = warmUpLevel + ahead;
    const before = warmUpAllowance({ ...number, warmUpLevel: level - 1 });
    if (before === null || partsOfLevel(curveOf(number), level) === 0) break;
    rungs.push({ day: addDays(today, ahead), level });
  }
  return rungs;
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
