import { randomUUID } from 'node:crypto';
import { eq, isNotNull, sql } from 'drizzle-orm';
import { sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { warmUpSteps } from '@sms-crm/db/tables/sending';
import { withSystem } from '@sms-crm/db/transaction';
import { wakeWaiting } from '../capacity/wake-waiting.ts';
import { jobActor } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import {
  createContext,
  wakePump,
  withTransaction,
  type Context,
  type Services,
  type TxContext,
} from '../context/context.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { judgeLevel, type DayResults, type Judgement } from './judge-level.ts';
import { curveOf, topOf } from './warm-up-curve.ts';

/** Tenants looked at in one run; far more than have numbers that are being warmed up at once. */
const mostTenants = 5_000;

type Row = typeof sendingNumbers.$inferSelect;
type History = DayResults & {
  idleDays: number;
  held: boolean;
  idleCounted: boolean;
  capParts: number | null;
};

/**
 * Judges every number on its ramp once a day, after midnight in its tenant's zone, by what became of yesterday's texts. A day that was
 * judged is not judged again, however often this runs.
 *
 * @returns how many levels changed, and how many tenants could not be looked at
 */
export async function advanceWarmUps(
  services: Services,
  run: { signal: AbortSignal },
): Promise<{ changed: number; failed: number }> {
  const result = { changed: 0, failed: 0 };
  for (const tenantId of await tenantsWarming(services)) {
    if (run.signal.aborted) break;
    const who = { tenantId, actor: jobActor('numbers.warm-up'), requestId: randomUUID() };
    const ctx = createContext(services, who);
    try {
      result.changed += await withTransaction(ctx, advanceTenant);
    } catch (error) {
      result.failed += 1;
      ctx.log.warn({ err: error }, 'the warm-up of a tenant’s numbers could not be judged');
    }
  }
  return result;
}

/** A number is on its ramp and its level of today is not known yet. */
export class LevelNotJudged extends Error {
  override readonly message = 'the warm-up level of today is not judged yet';
}

/** @throws LevelNotJudged where yesterday's level would be taken for today's */
export function requireJudged({ warmUpLevel, warmUpDay }: Row, today: string): void {
  if (warmUpLevel !== null && (warmUpDay === null || warmUpDay < today)) throw new LevelNotJudged();
}

/** Judges the tenant's numbers now: the first text after midnight comes before the clock's own look. */
export async function judgeNow({ services, tenantId, requestId }: Context): Promise<void> {
  const ctx = createContext(services, { tenantId, actor: jobActor('numbers.warm-up'), requestId });
  await withTransaction(ctx, advanceTenant);
}

async function tenantsWarming(services: Services): Promise<string[]> {
  return withSystem(services.system, async (db) => {
    const rows = await db
      .selectDistinct({ tenantId: sendingNumbers.tenantId })
      .from(sendingNumbers)
      .where(isNotNull(sendingNumbers.warmUpLevel))
      .limit(mostTenants);
    return rows.map(({ tenantId }) => tenantId);
  });
}

async function advanceTenant(ctx: TxContext): Promise<number> {
  const { timeZone } = await tenantSettings(ctx);
  const today = await dayIn(ctx, timeZone);
  const numbers = await ctx.tx.db
    .select()
    .from(sendingNumbers)
    .where(
      sql`${sendingNumbers.warmUpLevel} is not null and (${sendingNumbers.warmUpDay} is null or ${sendingNumbers.warmUpDay} < ${today}::date)`,
    )
    .orderBy(sendingNumbers.id)
    .for('no key update');
  let changed = 0;
  for (const number of numbers) {
    const judgement = await judge(ctx, number, today);
    await ctx.tx.db
      .update(sendingNumbers)
      .set({ warmUpDay: today, ...(judgement === null ? {} : { warmUpLevel: judgement.level }) })
      .where(eq(sendingNumbers.id, number.id));
    if (judgement === null) continue;
    changed += 1;
    await writeStep(ctx, number, { day: today, judgement });
  }
  if (changed > 0) {
    await wakeWaiting(ctx, ['warm_up']);
    wakePump(ctx);
  }
  return changed;
}

/** The tenant's day now. */
export async function dayIn(ctx: TxContext, timeZone: string): Promise<string> {
  const now = ctx.services.clock.now().toISOString();
  const { rows } = await ctx.tx.db.execute<{ day: string }>(
    sql`select (${now}::timestamptz at time zone ${timeZone})::date::text as day`,
  );
  return rows[0]?.day ?? now.slice(0, 10);
}

async function judge(ctx: TxContext, number: Row, today: string): Promise<Judgement | null> {
  const { capParts, idleDays, held, idleCounted, ...yesterday } = await readHistory(ctx, number, today);
  return judgeLevel({
    level: number.warmUpLevel ?? 0,
    curve: curveOf(number),
    topParts: topOf(number.rateParts, capParts),
    yesterday,
    idleDays,
    held,
    idleCounted,
  });
}

async function readHistory(ctx: TxContext, number: Row, today: string): Promise<History> {
  const day = sql`${today}::date`;
  const { rows } = await ctx.tx.db.execute<Record<keyof History, string | null>>(sql`
    select coalesce(y.parts, 0) as parts, coalesce(y.handed_over, 0) as "handedOver", coalesce(y.failed, 0) as failed,
      coalesce(y.filtered, 0) as filtered, coalesce(y.opt_outs, 0) as "optOuts",
      coalesce(greatest(0, ${day} - 1 - u.last), 0)::text as "idleDays", r.daily_cap_parts::text as "capParts",
      (f.day is not null)::text as held, (i.day is not null)::text as "idleCounted"
    from (select 1) one
    left join number_daily y on y.number_id = ${number.id}::uuid and y.day = ${day} - 1
    left join lateral (select max(day) as last from number_daily where number_id = ${number.id}::uuid and parts > 0) u on true
    left join carrier_registrations r on r.id = ${number.registrationId}::uuid
    left join lateral (select day from warm_up_steps where number_id = ${number.id}::uuid and reason = 'filtered' and day = ${day} - 1 limit 1) f on true
    left join lateral (select day from warm_up_steps where number_id = ${number.id}::uuid and reason = 'idle' and day > u.last limit 1) i on true`);
  const [row] = rows;
  if (row === undefined) throw new Error('the history of a number was not returned');
  return {
    parts: Number(row.parts),
    handedOver: Number(row.handedOver),
    failed: Number(row.failed),
    filtered: Number(row.filtered),
    optOuts: Number(row.optOuts),
    idleDays: Number(row.idleDays),
    capParts: row.capParts === null ? null : Number(row.capParts),
    held: row.held === 'true',
    idleCounted: row.idleCounted === 'true',
  };
}

async function writeStep(
  ctx: TxContext,
  number: Row,
  { day, judgement }: { day: string; judgement: Judgement },
): Promise<void> {
  await ctx.tx.db.insert(warmUpSteps).values({
    tenantId: ctx.tenantId,
    numberId: number.id,
    day,
    fromLevel: number.warmUpLevel,
    toLevel: judgement.level,
    reason: judgement.reason,
    at: ctx.services.clock.now(),
  });
  await audit(ctx, {
    action: 'number.warm-up',
    target: { type: 'number', id: number.id },
    before: { level: number.warmUpLevel },
    after: judgement,
  });
}
