import { sql } from 'drizzle-orm';
import { liveTopic } from '@sms-crm/contracts/live';
import { auditAll } from '../context/audit.ts';
import { signal, type TxContext } from '../context/context.ts';
import type { Doubt } from '../opt-outs/obey-wishes.ts';
import { isSimulated, wishColumns } from '../opt-outs/wish-columns.ts';

/** So long a person may take to decide; then it is an opt-out, since the law gives 10 business days to obey one. */
export const decideWithinDays = 5;

/** Texts kept of one review: whoever writes more is shown by the newest all the same. */
const mostEarlier = 100;

/**
 * Texts that may be opt-outs: each opens a review, or is the newest text of the one that is open, and its writer gets no marketing until
 * it is decided. Nothing happens for a phone that is stopped already, nor for a text that was reviewed before.
 *
 * @param doubts each phone at most once
 */
export async function holdForReview(ctx: TxContext, doubts: readonly Doubt[]): Promise<void> {
  if (doubts.length === 0) return;
  const opened = await openReviews(ctx, doubts);
  if (opened.length === 0) return;
  await listHeld(ctx, opened);
  await auditAll(
    ctx,
    opened.map(({ id, phone, messageId, rule, found }) => ({
      action: 'opt-out-review.open',
      target: { type: 'opt-out-review', id },
      after: { phone, messageId, rule, found },
    })),
  );
  signal(ctx, liveTopic.optOutReviews());
}

type Opened = { id: string; phone: string; messageId: string; rule: string; found: string };

async function openReviews(ctx: TxContext, doubts: readonly Doubt[]): Promise<Opened[]> {
  const column = (pick: (doubt: Doubt) => string) => sql.param(doubts.map((doubt) => pick(doubt)));
  const { rows } = await ctx.tx.db.execute<Opened>(sql`
    insert into opt_out_reviews as r (tenant_id, phone, message_id, body, rule, found, simulated, opened_at, due_at)
    select ${ctx.tenantId}::uuid, w.phone, w.message_id, v.body, v.rule, v.found, s.simulated, w.at, w.at + make_interval(days => ${decideWithinDays})
    from ${wishColumns(doubts)}
    join unnest(${column(({ messageId }) => messageId)}::uuid[], ${column(({ body }) => body)}::text[],
      ${column(({ finding }) => finding.rule)}::text[], ${column(({ finding }) => finding.found)}::text[])
      as v (id, body, rule, found) on v.id = w.message_id
    cross join lateral (select ${isSimulated(ctx)} as simulated) s
    where not exists (
      select from do_not_contact d where d.tenant_id = ${ctx.tenantId} and d.phone = w.phone and d.origin = 'recipient'
        and d.lifted_at is null and (s.simulated or not d.simulated))
      and not exists (select from opt_out_reviews k where k.tenant_id = ${ctx.tenantId} and k.message_id = w.message_id)
    order by w.phone
    on conflict (tenant_id, phone, simulated) where decided_at is null do update set
      message_id = excluded.message_id, body = excluded.body, rule = excluded.rule, found = excluded.found,
      earlier = case when cardinality(r.earlier) < ${mostEarlier} then r.earlier || r.message_id else r.earlier end
    where excluded.message_id <> r.message_id and not excluded.message_id = any (r.earlier)
    returning id, phone, message_id as "messageId", rule, found`);
  return rows;
}

async function listHeld(ctx: TxContext, opened: readonly Opened[]): Promise<void> {
  await ctx.tx.db.execute(sql`
    insert into do_not_contact as d (tenant_id, phone, origin, scope, reason, source_message_id, created_by, created_at, simulated)
    select r.tenant_id, r.phone, 'review', 'marketing', 'Wrote “' || r.found || '”, which may be an opt-out', r.message_id,
      ${ctx.actor.label}, r.opened_at, r.simulated
    from opt_out_reviews r
    where r.tenant_id = ${ctx.tenantId} and r.id = any (${sql.param(opened.map(({ id }) => id))}::uuid[]) order by r.phone
    on conflict (tenant_id, phone, origin) do update set
      id = uuidv7(), lifted_at = null, created_at = excluded.created_at, reason = excluded.reason,
      source_message_id = excluded.source_message_id, created_by = excluded.created_by, simulated = excluded.simulated
    where d.lifted_at is not null or (d.simulated and not excluded.simulated)`);
}
