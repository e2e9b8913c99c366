import { asc, inArray, sql } from 'drizzle-orm';
import type { CampaignStatus } from '@sms-crm/contracts/campaigns';
import { liveTopic } from '@sms-crm/contracts/live';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { messageBatches, messageEvents, messages } from '@sms-crm/db/tables/messages';
import { earlierCharges } from '@sms-crm/db/tables/sending';
import { audit } from '../context/audit.ts';
import { signal, wakePump, type TxContext } from '../context/context.ts';
import { noteReplyEnds } from '../conversations/note-reply-ends.ts';
import { readDeadlines } from '../messages/read-deadlines.ts';
import { singleBatch } from '../messages/single-batch.ts';
import { addCounts, statusDeltas, type CounterDelta } from '../reports/counters.ts';

type Row = typeof messages.$inferSelect;

/** Campaigns whose failed texts may go once more; a completed one is opened again. */
export const stillSent: readonly CampaignStatus[] = ['sending', 'paused', 'completed'];

/**
 * Puts failed texts back into the queue, each in a batch of its own and as a new attempt, so that every gate is asked again. The old
 * carrier id stays in the events, what it cost in the earlier charges. A campaign that was completed is sent again until it is done.
 * Left alone are texts that some attempt delivered after all, those whose moment has passed, and those of campaigns that were canceled or
 * are over.
 *
 * @returns the ids that wait now
 */
export async function requeueMessages(
  ctx: TxContext,
  input: { ids: readonly string[]; cause: string },
): Promise<string[]> {
  const rows = await lockFailed(ctx, input.ids);
  const open = await openCampaigns(ctx, rows);
  const deadlines = await readDeadlines(ctx, singleIds(rows));
  const now = ctx.services.clock.now();
  const own = rows.filter(({ id, campaignId }) =>
    campaignId === null ? (deadlines.get(id) ?? Infinity) > now : open.has(campaignId),
  );
  if (own.length === 0) return [];
  await keepCharges(ctx, own);
  await ctx.tx.db
    .update(messages)
    .set({
      status: 'queued',
      attempt: sql`${messages.attempt} + 1`,
      retries: sql`${messages.retries} + 1`,
      carrierMessageId: null,
      handedOverAt: null,
      costMicros: null,
      priced: false,
      errorCode: null,
    })
    .where(
      inArray(
        messages.id,
        own.map(({ id }) => id),
      ),
    );
  await noteReplyEnds(ctx, own);
  await writeBatches(ctx, own, { cause: input.cause, deadlines });
  await addCounts(ctx, own.flatMap(deltasOf));
  for (const campaignId of open) signal(ctx, liveTopic.campaign(campaignId));
  wakePump(ctx);
  return own.map(({ id }) => id);
}

async function lockFailed(ctx: TxContext, ids: readonly string[]): Promise<Row[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.tx.db
    .select()
    .from(messages)
    .where(inArray(messages.id, [...ids]))
    .orderBy(asc(messages.id))
    .for('no key update');
  const failed = rows.filter(({ status }) => status === 'failed' || status === 'undelivered');
  if (failed.length === 0) return [];
  const delivered = await ctx.tx.db.execute<{ id: string }>(sql`
    select distinct message_id as id from message_events where tenant_id = ${ctx.tenantId}::uuid and type = 'delivered'
      and message_id = any (${sql.param(failed.map(({ id }) => id))}::uuid[])`);
  const arrived = new Set(delivered.rows.map(({ id }) => id));
  return failed.filter(({ id }) => !arrived.has(id));
}

function singleIds(rows: readonly Row[]): string[] {
  return rows.flatMap(({ id, campaignId }) => (campaignId === null ? [id] : []));
}

/** The campaigns whose texts may still go; completed ones are opened again. */
async function openCampaigns(ctx: TxContext, rows: readonly Row[]): Promise<Set<string>> {
  const ids = [...new Set(rows.flatMap(({ campaignId }) => campaignId ?? []))];
  if (ids.length === 0) return new Set();
  const found = await ctx.tx.db
    .select({ id: campaigns.id, status: campaigns.status, endsAt: campaigns.endsAt })
    .from(campaigns)
    .where(inArray(campaigns.id, ids))
    .orderBy(asc(campaigns.id))
    .for('no key update');
  const now = ctx.services.clock.now();
  const open = found.filter(
    ({ status, endsAt }) => stillSent.includes(status) && (endsAt === null || endsAt > now),
  );
  const completed = open.filter(({ status }) => status === 'completed').map(({ id }) => id);
  if (completed.length > 0) {
    await ctx.tx.db
      .update(campaigns)
      .set({ status: 'sending', completedAt: null })
      .where(inArray(campaigns.id, completed));
  }
  for (const id of completed) {
    await audit(ctx, {
      action: 'campaign.reopen',
      target: { type: 'campaign', id },
      before: { status: 'completed' },
      after: { status: 'sending' },
    });
  }
  return new Set(open.map(({ id }) => id));
}

async function keepCharges(ctx: TxContext, rows: readonly Row[]): Promise<void> {
  const charged = rows.flatMap(({ id, campaignId, attempt, budgetDay, costMicros, priced }) =>
    costMicros === null || budgetDay === null
      ? []
      : [{ tenantId: ctx.tenantId, messageId: id, campaignId, attempt, budgetDay, costMicros, priced }],
  );
  if (charged.length > 0) await ctx.tx.db.insert(earlierCharges).values(charged).onConflictDoNothing();
}

async function writeBatches(
  ctx: TxContext,
  rows: readonly Row[],
  { cause, deadlines }: { cause: string; deadlines: ReadonlyMap<string, Date> },
): Promise<void> {
  const at = ctx.services.clock.now();
  await ctx.tx.db.insert(messageEvents).values(
    rows.map(({ id, attempt, carrierMessageId }) => ({
      tenantId: ctx.tenantId,
      messageId: id,
      attempt: attempt + 1,
      type: 'queued-again',
      carrierMessageId,
      detail: cause,
      at,
    })),
  );
  await ctx.tx.db
    .insert(messageBatches)
    .values(
      rows.map(({ tenantId, id, kind, campaignId, numberId }) =>
        campaignId === null
          ? singleBatch({ tenantId, id, kind, numberId, sendBefore: deadlines.get(id) ?? null })
          : { tenantId, campaignId, queue: 'bulk' as const, numberId, firstId: id, lastId: id, size: 1 },
      ),
    );
}

/** Takes back what the failed attempt counted; its cost stays. */
function deltasOf({ campaignId, status, errorCode, handedOverAt, parts }: Row): CounterDelta[] {
  if (campaignId === null) return [];
  const deltas = statusDeltas([{ campaignId, from: status, to: 'queued' }]);
  if (handedOverAt !== null) {
    deltas.push(
      { campaignId, metric: 'handed-over', value: -1 },
      { campaignId, metric: 'parts', value: -parts },
    );
  }
  if (errorCode !== null) {
    deltas.push({
      campaignId,
      metric: handedOverAt === null ? 'refused' : 'error',
      detail: errorCode,
      value: -1,
    });
  }
  return deltas;
}
