import { sql } from 'drizzle-orm';
import { gateOrder } from '@sms-crm/contracts/gates';
import { waitReason, waitReasonWords } from '@sms-crm/contracts/reasons';
import type { MessageWhy } from '@sms-crm/contracts/messages';
import type { TxContext } from '../context/context.ts';
import type { BatchRow } from '../sending/batch-row.ts';
import type { MessageRow } from './message-view.ts';

/** Most waits shown, the newest ones. */
const maxWaits = 50;

type Row = { gate: string; reason: string; version: number; until: Date | null; at: Date; ofShare: boolean };

/**
 * What the message's batch, or its campaign's share on the number, began to wait for until its turn came; oldest first. Whoever waits
 * for a rate does so again every few seconds: waits for the same thing, one after the other, are told as one.
 */
export async function readWaits(
  ctx: TxContext,
  row: MessageRow,
  batch: BatchRow,
): Promise<MessageWhy['waits']> {
  const turn =
    row.status === 'queued' ? ctx.services.clock.now() : (row.claimedAt ?? ctx.services.clock.now());
  const { rows } = await ctx.tx.db.execute<Row>(sql`
    select * from (
      (select gate, reason, rule_version as version, until, at, false as "ofShare" from batch_waits
        where tenant_id = ${ctx.tenantId}::uuid and batch_id = ${batch.id}::uuid and at <= ${turn.toISOString()}::timestamptz
        order by id desc limit ${maxWaits})
      union all
      (select gate, reason, rule_version, until, at, true from batch_waits
        where tenant_id = ${ctx.tenantId}::uuid and campaign_id = ${batch.campaignId}::uuid and number_id = ${batch.numberId}::uuid
          and batch_id is null and at <= ${turn.toISOString()}::timestamptz
        order by id desc limit ${maxWaits})
    ) w order by at desc limit ${maxWaits}`);
  const waits = rows.toReversed().flatMap(({ gate, reason, version, until, at, ofShare }) => {
    const known = waitReason.safeParse(reason).data;
    const name = gateOrder.find((one) => one === gate);
    if (known === undefined || name === undefined) return [];
    return [
      {
        gate: name,
        reason: known,
        words: waitReasonWords[known],
        of: ofShare ? ('number' as const) : ('recipients' as const),
        ruleVersion: version,
        at: new Date(at).toISOString(),
        until: until === null ? null : new Date(until).toISOString(),
      },
    ];
  });
  return asRanges(waits);
}

type Wait = MessageWhy['waits'][number];

function asRanges(waits: readonly Wait[]): Wait[] {
  const ranges: Wait[] = [];
  for (const wait of waits) {
    const last = ranges.at(-1);
    if (last !== undefined && isSame(last, wait)) ranges[ranges.length - 1] = { ...last, until: wait.until };
    else ranges.push(wait);
  }
  return ranges;
}

function isSame(one: Wait, other: Wait): boolean {
  return one.reason === other.reason && one.of === other.of && one.ruleVersion === other.ruleVersion;
}
