import { eq, sql } from 'drizzle-orm';
import { suppressionSpec } from '@sms-crm/contracts/suppression';
import type { Transaction } from '@sms-crm/db/transaction';
import { lineTypes, suppressionRules } from '@sms-crm/db/tables/suppression';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import type { JobRequest } from '../context/ports.ts';
import { chooseNumber, isLive } from '../numbers/find.ts';
import { clearTextable } from '../errors/note-phones.ts';
import { carrierOf } from '../sending/account.ts';
import { lockRule, lookUpDay } from './view.ts';

/** Phones asked for at the same time, and by one run. */
const atOnce = 5;
const perRun = 100;

/** Pauses until the next run, ms: to go on, when all contacts are known, when the carrier did not answer. */
const goOnMs = 1_000;
const restMs = 10 * 60_000;

/** So long a run may take before another one is asked for, ms. */
const runMs = 2 * 60_000;

type Contact = { id: string; phone: string };
type Plan = { accountId: string; simulated: boolean; contacts: Contact[] };

/**
 * Asks the carrier what kind of lines the next contacts have, for a rule about landlines, as many as the rule allows a day. What is
 * known is never asked again. A day's places are taken before the carrier is asked, so two runs together never ask for more.
 *
 * @returns how many phones were asked for
 */
export async function lookUpLines(
  ctx: Context,
  input: { ruleId: string },
  run: { signal: AbortSignal },
): Promise<number> {
  const plan = await withTransaction(ctx, (ctx) => planRun(ctx, input.ruleId));
  if (plan === undefined || plan.contacts.length === 0) return 0;
  const { carrier } = await carrierOf(ctx, plan.accountId);
  let asked = 0;
  for (let from = 0; from < plan.contacts.length && !run.signal.aborted; from += atOnce) {
    const few = plan.contacts.slice(from, from + atOnce);
    const found = await Promise.allSettled(few.map(({ phone }) => carrier.lookUp(phone)));
    const rows = few.flatMap(({ phone }, index) => {
      const one = found[index];
      return one?.status === 'fulfilled'
        ? [{ tenantId: ctx.tenantId, phone, simulated: plan.simulated, type: one.value }]
        : [];
    });
    if (rows.length > 0) {
      await withTransaction(ctx, async (ctx) => {
        await ctx.tx.db.insert(lineTypes).values(rows).onConflictDoNothing();
        await clearTextable(ctx, rows);
      });
    }
    asked += rows.length;
    const refused = found.find((one) => one.status === 'rejected');
    if (refused !== undefined) {
      ctx.log.warn({ err: refused.reason, ruleId: input.ruleId }, 'a phone could not be looked up');
    }
  }
  return asked;
}

/** Takes the next contacts, and the day's places for them. */
async function planRun(ctx: TxContext, ruleId: string): Promise<Plan | undefined> {
  const rule = await lockRule(ctx, ruleId);
  const spec = suppressionSpec.parse({ kind: rule.kind, config: rule.config });
  const number = await chooseNumber(ctx, null);
  if (spec.kind !== 'landlines' || !rule.enabled || number === undefined) return undefined;
  const now = ctx.services.clock.now();
  const day = lookUpDay(now);
  const used = rule.lookUpDay === day ? rule.lookUps : 0;
  const left = Math.max(0, Math.min(perRun, spec.config.lookUpsPerDay - used));
  const simulated = !(await isLive(ctx, number.id));
  const contacts =
    left === 0 ? [] : await nextContacts(ctx, { after: rule.lookedUpTo, simulated, limit: left });
  const more = contacts.length === left && left > 0;
  await ctx.tx.db
    .update(suppressionRules)
    .set({
      lookUpDay: day,
      lookUps: used + contacts.length,
      // After the last contact the round begins anew, for those the carrier did not answer about.
      lookedUpTo: left === 0 ? rule.lookedUpTo : more ? (contacts.at(-1)?.id ?? null) : null,
      lookUpAt: new Date(now.getTime() + (more ? goOnMs : restMs)),
    })
    .where(eq(suppressionRules.id, ruleId));
  return { accountId: number.carrierAccountId, simulated, contacts };
}

async function nextContacts(
  ctx: TxContext,
  { after, simulated, limit }: { after: string | null; simulated: boolean; limit: number },
): Promise<Contact[]> {
  const { rows } = await ctx.tx.db.execute<Contact>(sql`
    select c.id, c.phone from contacts c
    where c.tenant_id = ${ctx.tenantId}::uuid and ${after === null ? sql`true` : sql`c.id > ${after}::uuid`} and not exists (
      select from line_types l where l.tenant_id = c.tenant_id and l.phone = c.phone and l.simulated = ${simulated})
    order by c.id limit ${limit}`);
  return rows;
}

/** Jobs for rules whose next look-ups are due; notes that they are offered. For the sweep, as the system role. */
export async function dueLookUpJobs(db: Transaction, now: Date): Promise<JobRequest[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const { rows } = await db.execute<{ tenantId: string; ruleId: string }>(sql`
    update suppression_rules r set look_up_at = ${new Date(now.getTime() + runMs).toISOString()}::timestamptz
    from (
      select tenant_id, id from suppression_rules where look_up_at is not null and look_up_at <= ${at} limit 50 for update skip locked
    ) due where r.tenant_id = due.tenant_id and r.id = due.id
    returning r.tenant_id as "tenantId", r.id as "ruleId"`);
  return rows.map(({ tenantId, ruleId }) => ({
    name: 'suppression.look-up',
    payload: { tenantId, ruleId },
    jobId: `suppression.look-up-${ruleId}-${now.getTime()}`,
  }));
}
