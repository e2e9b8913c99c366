import { sql } from 'drizzle-orm';
import type { NumberType } from '@sms-crm/contracts/numbers';
import type { TxContext } from '../context/context.ts';
import { codeRule, codeRules } from './carrier-codes.ts';

const dayMs = 86_400_000;

/** A phone the carrier blocks may be reachable again after this long; one that failed for a week after three times as long. */
const monthMs = 30 * dayMs;

/** Failures in a row, and the time they must span, before a phone that just did not answer is left out. */
const failuresToSuppress = 3;
const spanDays = 7;

/** Lines that take texts, in Twilio's words. */
const textableLines = ['mobile', 'fixedVoip', 'nonFixedVoip'];

/** Codes that a look-up of the line can answer. */
const lineCodes = codeRules.flatMap(({ codes, phone }) => (phone === 'unless-textable' ? codes : []));

/** `sender`: the type of the number it failed from; null where that is not known. */
export type PhoneFailure = { phone: string; code: string; simulated: boolean; sender: NumberType | null };

/** Notes what failures say of phones; those that cannot be reached are left out from now on. */
export async function notePhoneFailures(ctx: TxContext, failures: readonly PhoneFailure[]): Promise<void> {
  const own = failures.filter(({ code }) => suppresses(code));
  const byPhone = [...new Map(own.map((one) => [`${one.phone} ${one.simulated}`, one])).values()];
  if (byPhone.length === 0) return;
  const at = ctx.services.clock.now();
  const column = (pick: (one: PhoneFailure) => string | boolean | null) =>
    sql.param(byPhone.map((one) => pick(one)));
  const now = sql`${at.toISOString()}::timestamptz`;
  const inMonths = (months: number) => new Date(at.getTime() + months * monthMs).toISOString();
  const threeMonths = sql`${inMonths(3)}::timestamptz`;
  await ctx.tx.db.execute(sql`
    insert into unreachable_phones as u
      (tenant_id, phone, simulated, code, failures, no_route_from, first_failed_at, last_failed_at, suppressed_until)
    select ${ctx.tenantId}::uuid, v.phone, v.simulated, v.code, case when v.no_route_from is null then 1 else 0 end, v.no_route_from, ${now}, ${now},
      case when v.is_line and exists (
        select from line_types l where l.tenant_id = ${ctx.tenantId}::uuid and l.phone = v.phone and l.simulated = v.simulated
          and l.type = any (${sql.param(textableLines)}::text[])) then null else v.until end
    from unnest(${column(({ phone }) => phone)}::text[], ${column(({ simulated }) => simulated)}::boolean[],
      ${column(({ code }) => code)}::text[], ${column(({ code }) => untilOf(code, inMonths(1)))}::timestamptz[],
      ${column(({ code }) => codeRule(code).phone === 'unless-textable')}::boolean[], ${column(noRouteFrom)}::text[])
      as v (phone, simulated, code, until, is_line, no_route_from)
    order by v.phone, v.simulated
    on conflict (tenant_id, phone, simulated) do update set
      code = case when u.suppressed_until > ${now} and excluded.code = any (${sql.param(lineCodes)}::text[]) then u.code else excluded.code end,
      failures = u.failures + excluded.failures, last_failed_at = excluded.last_failed_at,
      first_failed_at = case when u.failures = 0 then excluded.first_failed_at else u.first_failed_at end,
      no_route_from = coalesce(u.no_route_from, excluded.no_route_from),
      suppressed_until = greatest(u.suppressed_until, excluded.suppressed_until, case
        when excluded.failures = 0 and u.no_route_from <> excluded.no_route_from then ${threeMonths}
        when excluded.failures > 0 and u.failures + 1 >= ${failuresToSuppress}
          and excluded.last_failed_at - u.first_failed_at >= make_interval(days => ${spanDays}) then ${threeMonths} end)`);
}

/** A line that carriers could not reach turned out to take texts, so it is no landline. */
export async function clearTextable(
  ctx: TxContext,
  found: readonly { phone: string; simulated: boolean; type: string }[],
): Promise<void> {
  const own = found.filter(({ type }) => textableLines.includes(type));
  if (own.length === 0) return;
  await ctx.tx.db.execute(sql`
    update unreachable_phones u set suppressed_until = null
    from unnest(${sql.param(own.map(({ phone }) => phone))}::text[], ${sql.param(own.map(({ simulated }) => simulated))}::boolean[])
      as v (phone, simulated)
    where u.tenant_id = ${ctx.tenantId}::uuid and u.phone = v.phone and u.simulated = v.simulated and u.code = any (${sql.param(lineCodes)}::text[])`);
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
  if (phone === 'never' || phone === 'unless-textable') return 'infinity';
  return phone === 'month' ? nextMonth : null;
}

/** The type of number that had no route to the phone; null for every other failure. */
function noRouteFrom({ code, sender }: PhoneFailure): string | null {
  return codeRule(code).phone === 'no-route' ? (sender ?? 'long-code') : null;
}
