import { sql } from 'drizzle-orm';
import type { MessageStatus } from '@sms-crm/contracts/message-status';
import { runPrepared } from '@sms-crm/db/prepared';
import type { TxContext } from '../context/context.ts';

/**
 * What `campaign_hourly` counts; `detail` splits a metric.
 * - `status`: messages now in the status `detail`; a move adds -1 to the old and +1 to the new one
 * - `skip`: skipped messages by reason
 * - `error`: messages that failed or were not delivered after the hand-over, by the carrier's code
 * - `refused`: messages the carrier refused at once, by its code
 * - `handed-over`, `parts`, `cost-micros`: what the carrier took, its parts, and what it charged
 * - `click-human`, `click-bot`, `click-duplicate`: hits by people, by machines, and the same tap come again, by campaign link id
 * - `click-reason`: hits by machines, by verdict; `click-device`, `click-country`: hits by people
 * - `click-recipient`: messages with a first human hit; `click-delay`: how long after the text that was
 * - `reply`, `opt-out`: people who answered the campaign's text, keywords apart, and who stopped in answer to it
 */
export type CounterMetric =
  | 'status'
  | 'skip'
  | 'error'
  | 'refused'
  | 'handed-over'
  | 'parts'
  | 'cost-micros'
  | 'click-human'
  | 'click-bot'
  | 'click-duplicate'
  | 'click-reason'
  | 'click-device'
  | 'click-country'
  | 'click-recipient'
  | 'click-delay'
  | 'reply'
  | 'opt-out';

export type CounterDelta = {
  campaignId: string;
  metric: CounterMetric;
  detail?: string;
  value: number;
  /** When it happened, ms since 1970; now when absent. */
  at?: number;
};

const hourMs = 3_600_000;

/** A message that left one status for another; `from` is null for a new message. Messages of no campaign are not counted. */
export type StatusMove = { campaignId: string | null; from: MessageStatus | null; to: MessageStatus };

/**
 * Adds to the counters of the hours in which things happened, in the transaction that changes what they count.
 * Call it after the messages were written (lock order); rows are locked in the order of their key.
 */
export async function addCounts(ctx: TxContext, deltas: readonly CounterDelta[]): Promise<void> {
  const now = ctx.services.clock.now().getTime();
  const sums = sumDeltas(deltas.map((delta) => ({ ...delta, at: hourOf(delta.at ?? now) })));
  if (sums.length === 0) return;
  await runPrepared(
    ctx.tx.db,
    sql`
    insert into campaign_hourly (tenant_id, campaign_id, hour, metric, detail, value)
    select ${ctx.tenantId}::uuid, d.campaign_id, d.hour, d.metric, d.detail, d.value
    from unnest(
      ${sql.param(sums.map((sum) => sum.campaignId))}::uuid[],
      ${sql.param(sums.map((sum) => new Date(sum.at ?? now).toISOString()))}::timestamptz[],
      ${sql.param(sums.map((sum) => sum.metric))}::text[],
      ${sql.param(sums.map((sum) => sum.detail ?? ''))}::text[],
      ${sql.param(sums.map((sum) => sum.value))}::bigint[]
    ) as d (campaign_id, hour, metric, detail, value)
    order by d.campaign_id, d.hour, d.metric, d.detail
    on conflict (tenant_id, campaign_id, hour, metric, detail)
    do update set value = campaign_hourly.value + excluded.value`,
  );
}

function hourOf(at: number): number {
  return at - (at % hourMs);
}

/** Adds up deltas of the same counter and drops those that come to nothing. */
export function sumDeltas(deltas: readonly CounterDelta[]): CounterDelta[] {
  const sums = new Map<string, CounterDelta>();
  for (const delta of deltas) {
    const key = `${delta.campaignId} ${delta.at ?? ''} ${delta.metric} ${delta.detail ?? ''}`;
    const sum = sums.get(key);
    if (sum === undefined) sums.set(key, { ...delta });
    else sum.value += delta.value;
  }
  return [...sums.values()].filter((sum) => sum.value !== 0);
}

/** Turns moves of messages into deltas of the metric `status`. */
export function statusDeltas(moves: readonly StatusMove[]): CounterDelta[] {
  return sumDeltas(
    moves.flatMap(({ campaignId, from, to }): CounterDelta[] => {
      if (campaignId === null) return [];
      const raised: CounterDelta = { campaignId, metric: 'status', detail: to, value: 1 };
      return from === null ? [raised] : [{ campaignId, metric: 'status', detail: from, value: -1 }, raised];
    }),
  );
}
