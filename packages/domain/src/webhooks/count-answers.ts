import { sql, type SQL } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';
import { countOptOuts } from '../numbers/daily-counts.ts';
import { addCounts } from '../reports/counters.ts';

/** An inbound text that answers a campaign's, and how it is counted if its writer was not counted so before. */
export type Answer = {
  messageId: string;
  contactId: string;
  replyToId: string;
  campaignId: string;
  metric: 'reply' | 'opt-out';
};

/** What makes an earlier inbound text `other` one that was counted: reports count people, not their texts. */
const countedBefore: Readonly<Record<Answer['metric'], SQL>> = {
  reply: sql`other.reason is null`,
  'opt-out': sql`exists (select from consent_events e where e.tenant_id = other.tenant_id and e.contact_id = other.contact_id
    and e.message_id = other.id and e.type = 'revoked')`,
};

/**
 * Counts people who answered a campaign's text, and who stopped in answer to it: each once for one text of ours, whatever else they
 * write. To be called when the answers are stored, and after all other rows are written (lock order).
 */
export async function countAnswers(ctx: TxContext, answers: readonly Answer[]): Promise<void> {
  const deltas = [];
  const optOuts: string[] = [];
  for (const metric of ['reply', 'opt-out'] as const) {
    const first = firstOfEach(answers.filter((answer) => answer.metric === metric));
    const known = await keysCounted(ctx, metric, first, answers);
    for (const [key, { campaignId, messageId }] of first) {
      if (known.has(key)) continue;
      deltas.push({ campaignId, metric, value: 1 });
      if (metric === 'opt-out') optOuts.push(messageId);
    }
  }
  await countOptOuts(ctx, optOuts);
  await addCounts(ctx, deltas);
}

function keyOf({ contactId, replyToId }: { contactId: string; replyToId: string }): string {
  return `${contactId} ${replyToId}`;
}

function firstOfEach(answers: readonly Answer[]): Map<string, Answer> {
  return new Map(answers.toReversed().map((answer) => [keyOf(answer), answer]));
}

/** Those that were counted by a text stored before these. */
async function keysCounted(
  ctx: TxContext,
  metric: Answer['metric'],
  first: ReadonlyMap<string, Answer>,
  all: readonly Answer[],
): Promise<ReadonlySet<string>> {
  if (first.size === 0) return new Set();
  const asked = [...first.values()];
  const { rows } = await ctx.tx.db.execute<{ contactId: string; replyToId: string }>(sql`
    select k.contact_id as "contactId", k.reply_to_id as "replyToId"
    from unnest(${sql.param(asked.map(({ contactId }) => contactId))}::uuid[],
      ${sql.param(asked.map(({ replyToId }) => replyToId))}::uuid[]) as k (contact_id, reply_to_id)
    cross join lateral (
      select from messages other
      where other.tenant_id = ${ctx.tenantId} and other.contact_id = k.contact_id and other.direction = 'inbound'
        and other.reply_to_id = k.reply_to_id and other.id <> all (${sql.param(all.map(({ messageId }) => messageId))}::uuid[])
        and ${countedBefore[metric]}
      limit 1
    ) before`);
  return new Set(rows.map(keyOf));
}
