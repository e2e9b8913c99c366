import { and, eq, inArray, sql } from 'drizzle-orm';
import { liveTopic } from '@sms-crm/contracts/live';
import { messages } from '@sms-crm/db/tables/messages';
import { signal, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { addCounts, type CounterDelta } from '../reports/counters.ts';
import type { Verdict } from './classify.ts';

/** A judged hit of a short link; `hitId` makes it harmless to record twice. */
export type Click = {
  hitId: string;
  tenantId: string;
  linkId: string;
  campaignId: string;
  campaignLinkId: string;
  messageId: string | null;
  at: number;
  verdict: Verdict;
  human: boolean;
  userAgent: string;
};

type Recorded = Pick<Click, 'hitId' | 'campaignId' | 'campaignLinkId' | 'messageId' | 'human'>;

/**
 * Stores hits of this tenant's short links and counts them, set-based. A hit that is stored already is left alone, so the
 * same clicks may come again. Hits are evidence, not a decision of somebody: they stand in `clicks`, not in the audit log.
 *
 * @returns how many were new
 */
export async function recordClicks(ctx: Context, hits: readonly Click[]): Promise<number> {
  const own = hits.filter((hit) => hit.tenantId === ctx.tenantId);
  if (own.length === 0) return 0;
  return withTransaction(ctx, async (ctx) => {
    await lockMessages(ctx, own);
    const recorded = await insertClicks(ctx, own);
    await addCounts(ctx, [...hitDeltas(recorded), ...(await recipientDeltas(ctx, recorded))]);
    for (const campaignId of new Set(recorded.map((hit) => hit.campaignId))) {
      signal(ctx, liveTopic.campaign(campaignId));
    }
    return recorded.length;
  });
}

/** Two processes recording the first clicks of one message must see each other, or both would count the recipient. */
async function lockMessages(ctx: TxContext, hits: readonly Click[]): Promise<void> {
  const ids = [
    ...new Set(hits.flatMap((hit) => (hit.human && hit.messageId !== null ? [hit.messageId] : []))),
  ];
  if (ids.length === 0) return;
  await ctx.tx.db
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.tenantId, ctx.tenantId), inArray(messages.id, ids)))
    .orderBy(messages.id)
    .for('no key update');
}

async function insertClicks(ctx: TxContext, hits: readonly Click[]): Promise<Recorded[]> {
  const column = (value: (hit: Click) => string | boolean | null) => sql.param(hits.map((hit) => value(hit)));
  const { rows } = await ctx.tx.db.execute<{
    hit_id: string;
    campaign_id: string;
    campaign_link_id: string;
    message_id: string | null;
    human: boolean;
  }>(sql`
    insert into clicks (
      tenant_id, short_link_id, campaign_id, campaign_link_id, message_id, clicked_at, human, verdict, user_agent, hit_id
    )
    select ${ctx.tenantId}::uuid, h.*
    from unnest(
      ${column((hit) => hit.linkId)}::uuid[],
      ${column((hit) => hit.campaignId)}::uuid[],
      ${column((hit) => hit.campaignLinkId)}::uuid[],
      ${column((hit) => hit.messageId)}::uuid[],
      ${column((hit) => new Date(hit.at).toISOString())}::timestamptz[],
      ${column((hit) => hit.human)}::boolean[],
      ${column((hit) => hit.verdict)}::text[],
      ${column((hit) => hit.userAgent.replaceAll('\0', ''))}::text[],
      ${column((hit) => hit.hitId)}::text[]
    ) as h (short_link_id, campaign_id, campaign_link_id, message_id, clicked_at, human, verdict, user_agent, hit_id)
    order by h.hit_id
    on conflict (tenant_id, hit_id) do nothing
    returning hit_id, campaign_id, campaign_link_id, message_id, human`);
  return rows.map((row) => ({
    hitId: row.hit_id,
    campaignId: row.campaign_id,
    campaignLinkId: row.campaign_link_id,
    messageId: row.message_id,
    human: row.human,
  }));
}

function hitDeltas(recorded: readonly Recorded[]): CounterDelta[] {
  return recorded.map(({ campaignId, campaignLinkId, human }) => ({
    campaignId,
    metric: human ? 'click-human' : 'click-bot',
    detail: campaignLinkId,
    value: 1,
  }));
}

/** A message counts as clicked by its recipient with its first human hit: when it has no others than those of now. */
async function recipientDeltas(ctx: TxContext, recorded: readonly Recorded[]): Promise<CounterDelta[]> {
  const human = recorded.filter((hit) => hit.human);
  const campaignOf = new Map(
    human.flatMap((hit) => (hit.messageId === null ? [] : [[hit.messageId, hit.campaignId] as const])),
  );
  if (campaignOf.size === 0) return [];
  const { rows } = await ctx.tx.db.execute<{ id: string }>(sql`
    select m.id from unnest(${sql.param([...campaignOf.keys()])}::uuid[]) as m (id)
    where not exists (
      select from clicks c
      where c.tenant_id = ${ctx.tenantId} and c.message_id = m.id and c.human
        and c.hit_id <> all (${sql.param(human.map((hit) => hit.hitId))}::text[])
    )`);
  return rows.flatMap(({ id }): CounterDelta[] => {
    const campaignId = campaignOf.get(id);
    return campaignId === undefined ? [] : [{ campaignId, metric: 'click-recipient', value: 1 }];
  });
}
