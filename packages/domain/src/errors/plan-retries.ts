import { sql } from 'drizzle-orm';
import { carrierErrorWords } from '@sms-crm/contracts/carrier-errors';
import { deadLetters } from '@sms-crm/db/tables/carrier-errors';
import type { TxContext } from '../context/context.ts';
import { readDeadlines } from '../messages/read-deadlines.ts';
import { codeRule } from './carrier-codes.ts';
import { retryAt } from './retry-at.ts';

type Failed = {
  messageId: string;
  campaignId: string | null;
  code: string;
  attempt: number;
  retries: number;
};

/** Plans when texts that failed for a passing reason are tried again; those that were tried often enough, or whose moment will have passed, are given up. */
export async function planRetries(ctx: TxContext, failed: readonly Failed[]): Promise<void> {
  const now = ctx.services.clock.now();
  const passing = failed.flatMap((one) => {
    const { retry } = codeRule(one.code);
    return retry === undefined ? [] : [{ ...one, retry }];
  });
  const deadlines = await readDeadlines(
    ctx,
    passing.flatMap(({ messageId, campaignId }) => (campaignId === null ? [messageId] : [])),
  );
  const planned = passing.map(({ retry, ...one }) => {
    const dueAt = retryAt(retry, { now, retries: one.retries, random: ctx.services.random() });
    const isInTime = dueAt !== null && dueAt < (deadlines.get(one.messageId) ?? Infinity);
    return { ...one, dueAt: isInTime ? dueAt : null };
  });
  await writeDeadLetters(
    ctx,
    planned.filter(({ dueAt }) => dueAt === null),
  );
  const due = planned
    .flatMap(({ dueAt, ...one }) => (dueAt === null ? [] : [{ ...one, dueAt }]))
    .toSorted((a, b) => (a.messageId < b.messageId ? -1 : 1));
  if (due.length === 0) return;
  await ctx.tx.db.execute(sql`
    insert into message_retries (tenant_id, message_id, due_at, code)
    select ${ctx.tenantId}::uuid, v.id, v.due_at, v.code
    from unnest(${sql.param(due.map(({ messageId }) => messageId))}::uuid[],
      ${sql.param(due.map(({ dueAt }) => dueAt.toISOString()))}::timestamptz[], ${sql.param(due.map(({ code }) => code))}::text[]) as v (id, due_at, code)
    on conflict (tenant_id, message_id) do update set due_at = excluded.due_at, code = excluded.code`);
}

/** Keeps texts that were given up, so that a person can look at them and try them again. */
export async function writeDeadLetters(
  ctx: TxContext,
  given: readonly { messageId: string; campaignId: string | null; attempt: number; code: string }[],
): Promise<void> {
  if (given.length === 0) return;
  await ctx.tx.db
    .insert(deadLetters)
    .values(
      given.map(({ messageId, campaignId, attempt, code }) => ({
        tenantId: ctx.tenantId,
        kind: 'message' as const,
        subjectId: messageId,
        attempt,
        campaignId,
        code,
        detail: carrierErrorWords(code).words,
        at: ctx.services.clock.now(),
      })),
    )
    .onConflictDoNothing();
}
