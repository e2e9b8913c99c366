import { sql } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';
import { codeRule } from './carrier-codes.ts';

const dayMs = 86_400_000;

/** A phone the carrier blocks may be reachable again after this long; one that failed for a week after three times as long. */
const monthMs = 30 * dayMs;

/** Failures in a row, and the time they must span, before a phone that just did not answer is left out. */
const failuresToSuppress = 3;
const spanDays = 7;

export type PhoneFailure = { phone: string; code: string; simulated: boolean };

/** Notes what failures say of phones; those that cannot be reached are left out from now on. */
export async function notePhoneFailures(ctx: TxContext, failures: readonly PhoneFailure[]): Promise<void> {
  const own = failures.filter(({ code }) => suppresses(code));
  const byPhone = [...new Map(own.map((one) => [`${one.phone} ${one.simulated}`, one])).values()];
  if (byPhone.length === 0) return;
  const at = ctx.services.clock.now();
  const column = (pick: (one: PhoneFailure) => string | boolean | null) =>
    sql.param(byPhone.map((one) => pick(one)));
  const inMonths = (months: number) => new Date(at.getTime() + months * monthMs).toISOString();
  await ctx.tx.db.execute(sql`
    insert into unreachable_phones as u (tenant_id, phone, simulated, code, first_failed_at, last_failed_at, suppressed_until)
    select ${ctx.tenantId}::uuid, v.phone, v.simulated, v.code, ${at.toISOString()}::timestamptz, ${at.toISOString()}::timestamptz, v.until
    from unnest(${column(({ phone }) => phone)}::text[], ${column(({ simulated }) => simulated)}::boolean[],
      ${column(({ code }) => code)}::text[], ${column(({ code }) => untilOf(code, inMonths(1)))}::timestamptz[]) as v (phone, simulated, code, until)
    order by v.phone, v.simulated
    on conflict (tenant_id, phone, simulated) do update set
      code = excluded.code, failures = u.failures + 1, last_failed_at = excluded.last_failed_at,
      suppressed_until = greatest(u.suppressed_until, excluded.suppressed_until, case
        when u.failures + 1 >= ${failuresToSuppress} and excluded.last_failed_at - u.first_failed_at >= make_interval(days => ${spanDays})
        then ${inMonths(3)}::timestamptz end)`);
}

/** A phone that got a text can be reached. */
export async function forgetFailures(
  ctx: TxContext,
  delivered: readonly { phone: string; simulated: boolean }[],
): Promise<void> {
  for (const simulated of [false, true]) {
    const phones = [
      ...new Set(delivered.filter((one) => one.simulated === simulated).map(({ phone }) => phone)),
    ];
    if (phones.length === 0) continue;
    await ctx.tx.db.execute(sql`
      with own as (
        select phone from unreachable_phones where tenant_id = ${ctx.tenantId}::uuid and simulated = ${simulated}
          and phone = any (${sql.param(phones)}::text[]) order by phone for update
      )
      delete from unreachable_phones u using own
      where u.tenant_id = ${ctx.tenantId}::uuid and u.phone = own.phone and u.simulated = ${simulated}`);
  }
}

function suppresses(code: string): boolean {
  const { phone } = codeRule(code);
  return phone !== undefined && phone !== 'opted-out';
}

function untilOf(code: string, nextMonth: string): string | null {
  const { phone } = codeRule(code);
  if (phone === 'never') return 'infinity';
  return phone === 'month' ? nextMonth : null;
}
