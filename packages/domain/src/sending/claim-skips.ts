import { sql } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';
import { noteReplyEnds } from '../conversations/note-reply-ends.ts';
import { statusDeltas, type CounterDelta } from '../reports/counters.ts';
import type { Verdict } from './judge.ts';

export type Skipped = Extract<Verdict, { type: 'skip' }>;

/** Marks messages that a gate refused for good. */
export async function writeSkips(ctx: TxContext, refused: readonly Skipped[]): Promise<void> {
  if (refused.length === 0) return;
  const param = <T>(pick: (one: Skipped) => T) => sql.param(refused.map((one) => pick(one)));
  await ctx.tx.db.execute(sql`
    update messages m set status = 'skipped', reason = v.reason, rule_version = v.version, rule_id = v.rule_id
    from unnest(${param(({ message }) => message.id)}::uuid[], ${param(({ reason }) => reason)}::text[],
      ${param(({ rule }) => rule.version)}::int[], ${param(({ rule }) => rule.id ?? null)}::uuid[]) as v (id, reason, version, rule_id) where m.id = v.id`);
  await noteReplyEnds(
    ctx,
    refused.map(({ message }) => message),
  );
}

/** The counters of skipped messages. */
export function skipDeltas(skipped: readonly Skipped[]): CounterDelta[] {
  return skipped.flatMap(({ message: { campaignId }, reason }): CounterDelta[] =>
    campaignId === null
      ? []
      : [
          ...statusDeltas([{ campaignId, from: 'queued', to: 'skipped' }]),
          { campaignId, metric: 'skip', detail: reason, value: 1 },
        ],
  );
}
