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
 * - `click-human`, `click-bot`: hits by campaign link id; `click-recipient`: messages with a first human hit
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
  | 'click-recipient'
  | 'reply'
  | 'opt-out';

export type CounterDelta = { campaignId: string; metric: CounterMetric; detail?: string; value: number };

/** A message that left one status for another; `from` is null for a new message. Messages of no campaign are not counted. */
export type StatusMove = { campaignId: string | null; from: MessageStatus | null; to: MessageStatus };

/**
 * Adds to the counters of the running hour, in the transaction that changes what they count.
 * Call it after the messages were written (lock order); rows are locked in the order of their key.
 */
export async function addCounts(ctx: TxContext, deltas: readonly CounterDelta[]): Promise<void> {
  const sums = sumDeltas(deltas);
  if (sums.length === 0) return;
  const hour = new Date(ctx.services.clock.now());
  hour.setUTCMinutes(0, 0, 0);
  await runPrepared(
    ctx.tx.db,
    sql`
    insert into campaign_hourly (tenant_id, campaign_id, hour, metric, detail, value)
    select ${ctx.tenantId}::uuid, d.campaign_id, ${hour.toISOString()}::timestamptz, d.metric, d.detail, d.value
    from unnest(
      ${sql.param(sums.map((sum) => sum.campaignId))}::uuid[],
      ${sql.param(sums.map((sum) => sum.metric))}::text[],
      ${sql.param(sums.map((sum) => sum.detail ?? ''))}::text[],
      ${sql.param(sums.map((sum) => sum.value))}::bigint[]
    ) as d (campaign_id, metric, detail, value)
    order by d.campaign_id, d.metric, d.detail
    on conflict (tenant_id, campaign_id, hour, metric, detail)
    do update set value = campaign_hourly.value + excluded.value`,
  );
}

/** Adds up deltas of the same counter and drops those that come to nothing. */
export function sumDeltas(deltas: readonly CounterDelta[]): CounterDelta[] {
  const sums = new Map<string, CounterDelta>();
  for (const delta of deltas) {
    const key = JSON.stringify([delta.campaignId, delta.metric, delta.detail ?? '']);
    const value = (sums.get(key)?.value ?? 0) + delta.value;
    sums.set(key, { ...delta, value });
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
