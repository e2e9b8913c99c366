import { sql, type SQL } from 'drizzle-orm';
import { gateApplies, type MessageKind } from '@sms-crm/contracts/gates';
import { skipReason, type SkipReason } from '@sms-crm/contracts/reasons';
import { suppressionReasons } from '@sms-crm/contracts/suppression';
import { runPrepared } from '@sms-crm/db/prepared';
import type { TxContext } from '../context/context.ts';
import { conditionOf, type Asking } from './conditions.ts';
import { readActiveRules, type ActiveRule } from './rules.ts';

/** One thing that speaks against texting a contact: a rule of the tenant, or what the carrier said; `ruleId` is null then. */
export type SuppressionCheck = {
  reason: SkipReason;
  ruleId: string | null;
  version: number;
  /** Over the contact `c` of an outer query. */
  condition: SQL<boolean>;
  /** It counts texts, so recipients are locked before it is asked. */
  countsTexts: boolean;
};

/** Everything the suppression gate asks for texts of a kind, in order; nothing where the gate does not apply. */
export async function readChecks(
  ctx: TxContext,
  input: { kind: MessageKind; simulated: boolean },
): Promise<SuppressionCheck[]> {
  if (!gateApplies.suppression[input.kind]) return [];
  const asking = { simulated: input.simulated, at: ctx.services.clock.now() };
  return [
    ...(await carrierChecks(ctx, asking)),
    ...(await readActiveRules(ctx)).map((rule) => checkOf(rule, asking)),
  ];
}

/** A rule as the gate asks it. */
export function checkOf({ id, version, spec }: ActiveRule, asking: Asking): SuppressionCheck {
  return {
    reason: suppressionReasons[spec.kind],
    ruleId: id,
    version,
    condition: conditionOf(spec, asking),
    countsTexts: spec.kind === 'frequency' || spec.kind === 'recently-messaged',
  };
}

/** What carriers said of the phone or its country; contacts are not asked for what carriers said of nobody. */
async function carrierChecks(ctx: TxContext, { simulated, at }: Asking): Promise<SuppressionCheck[]> {
  const { rows } = await runPrepared<{ phones: boolean; countries: boolean }>(
    ctx.tx.db,
    sql`select exists (select from unreachable_phones u where u.tenant_id = ${ctx.tenantId}::uuid) as phones,
      exists (select from country_stops s where s.tenant_id = ${ctx.tenantId}::uuid) as countries`,
  );
  const now = sql`${at.toISOString()}::timestamptz`;
  const own = { ruleId: null, version: 1, countsTexts: false };
  const phone: SuppressionCheck = {
    ...own,
    reason: 'unreachable_phone',
    condition: sql<boolean>`exists (select from unreachable_phones u where u.tenant_id = c.tenant_id and u.phone = c.phone
        and u.simulated = ${simulated} and u.suppressed_until > ${now})`,
  };
  const country: SuppressionCheck = {
    ...own,
    reason: 'country_stopped',
    condition: sql<boolean>`exists (select from country_stops s where s.tenant_id = c.tenant_id and s.country = c.country
        and s.simulated = ${simulated} and s.until > ${now})`,
  };
  return [...(rows[0]?.phones === true ? [phone] : []), ...(rows[0]?.countries === true ? [country] : [])];
}

/** Which check speaks against the contact `c` first: its place in the list, from 1; null when none does. */
export function firstAgainst(checks: readonly SuppressionCheck[]): SQL<number | null> {
  if (checks.length === 0) return sql<null>`null::int`;
  const cases = checks.map(({ condition }, index) => sql`when ${condition} then ${index + 1}::int`);
  return sql<number | null>`case ${sql.join(cases, sql` `)} end`;
}

/** The first check that speaks against the contact `c`, for `readRefusal`: its reason and behind a blank the id of its rule; null when none does. */
export function suppressedBy(checks: readonly SuppressionCheck[]): SQL<string | null> {
  if (checks.length === 0) return sql<null>`null::text`;
  const cases = checks.map(
    ({ condition, reason, ruleId }) =>
      sql`when ${condition} then ${ruleId === null ? reason : `${reason} ${ruleId}`}`,
  );
  return sql<string | null>`case ${sql.join(cases, sql` `)} end`;
}

/** A reason, with the rule that gave it where a rule did. */
export function readRefusal(found: string): { reason: SkipReason; ruleId: string | null } {
  const [reason, ruleId = null] = found.split(' ');
  return { reason: skipReason.parse(reason), ruleId };
}

/** A value of each check as an array to be indexed by `firstAgainst`. */
export function columnOf(
  checks: readonly SuppressionCheck[],
  pick: (check: SuppressionCheck) => string | number | null,
): ReturnType<typeof sql.param> {
  return sql.param(checks.map((check) => pick(check)));
}
