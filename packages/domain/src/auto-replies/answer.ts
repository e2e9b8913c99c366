import { and, asc, eq, sql } from 'drizzle-orm';
import { autoReplyHours } from '@sms-crm/contracts/auto-replies';
import { autoReplies } from '@sms-crm/db/tables/inbound';
import type { TxContext } from '../context/context.ts';
import { Turns } from '../context/turns.ts';
import { createOutbound } from '../messages/create-outbound.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { isKeyword, type Inbound } from '../webhooks/inbound.ts';
import { isHour, readWords, sayingOf } from './match.ts';
import type { AutoReplyRow } from './view.ts';

/** An answer that could not go within this time, for quiet hours or a queue, would puzzle whoever gets it, ms. */
const answerWithinMs = 60 * 60_000;

/**
 * Answers texts by their words, at most one a day to a phone. Keywords have answers of their own, and who may have opted out gets none.
 * Quiet hours, do-not-contact and all other gates are asked when it is sent.
 */
export async function answerByWords(ctx: TxContext, inbounds: readonly Inbound[]): Promise<void> {
  const open = inbounds.filter((inbound) => isAnswerable(ctx, inbound));
  if (open.length === 0) return;
  const rules = (await readRules(ctx)).map((rule) => ({ ...rule, hasWords: readWords(rule) }));
  if (rules.length === 0) return;
  const now = await readNow(ctx);
  const turns = new Turns();
  for (const inbound of open) {
    await turns.pass();
    const text = sayingOf(inbound.text.Body);
    const rule = rules.find(
      (one) =>
        (one.numberId === null || one.numberId === inbound.around.numberId) &&
        isHour(one.hours === null ? null : autoReplyHours.parse(one.hours), now) &&
        one.hasWords(text),
    );
    if (rule !== undefined && (await takeDay(ctx, { rule, inbound, day: now.day }))) {
      await answer(ctx, rule, inbound);
    }
  }
}

function isAnswerable(ctx: TxContext, inbound: Inbound): boolean {
  const ageMs = ctx.services.clock.now().getTime() - inbound.at.getTime();
  return (
    !isKeyword(inbound) &&
    inbound.finding === undefined &&
    inbound.around.numberId !== null &&
    ageMs < answerWithinMs
  );
}

async function readRules(ctx: TxContext): Promise<AutoReplyRow[]> {
  return ctx.tx.db
    .select()
    .from(autoReplies)
    .where(and(eq(autoReplies.tenantId, ctx.tenantId), eq(autoReplies.enabled, true)))
    .orderBy(asc(autoReplies.id));
}

/** What clock and calendar show in the tenant's zone. */
async function readNow(ctx: TxContext): Promise<{ day: string; weekday: number; minute: number }> {
  const { timeZone } = await tenantSettings(ctx);
  const { rows } = await ctx.tx.db.execute<{ day: string; weekday: number; minute: number }>(sql`
    select t::date::text as day, extract(isodow from t)::int as weekday, (extract(hour from t) * 60 + extract(minute from t))::int as minute
    from (select ${ctx.services.clock.now().toISOString()}::timestamptz at time zone ${timeZone} as t) local`);
  const [now] = rows;
  if (now === undefined) throw new Error('the database told no time');
  return now;
}

/** Whether nobody has answered this phone by itself today; then this is today's answer. */
async function takeDay(
  ctx: TxContext,
  { rule, inbound, day }: { rule: AutoReplyRow; inbound: Inbound; day: string },
): Promise<boolean> {
  const { rows } = await ctx.tx.db.execute(sql`
    insert into auto_reply_days (tenant_id, phone, day, auto_reply_id, message_id)
    values (${ctx.tenantId}::uuid, ${inbound.text.From}, ${day}::date, ${rule.id}::uuid, ${inbound.id}::uuid)
    on conflict do nothing returning day`);
  return rows.length > 0;
}

async function answer(ctx: TxContext, rule: AutoReplyRow, { id, at, text, around }: Inbound): Promise<void> {
  if (around.numberId === null) return;
  await createOutbound(ctx, {
    kind: 'auto-reply',
    contactId: around.contactId,
    phone: text.From,
    numberId: around.numberId,
    body: rule.body,
    replyToId: id,
    sendBefore: new Date(at.getTime() + answerWithinMs),
  });
}
