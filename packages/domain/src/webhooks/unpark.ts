import { sql } from 'drizzle-orm';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { firstLookMs } from './park.ts';
import { putAside } from './put-aside.ts';

/** Longest stay, ms: after a day the carrier's list has said what became of every text of ours. */
const longestMs = 24 * 3_600_000;

/** Longest pause between two looks, ms. */
const longestPauseMs = 2 * 3_600_000;

/** Events looked at in one transaction; the next run takes the others. */
const mostLooked = 1_000;

type Looked = { eventId: string; carrierMessageId: string; known: boolean; tooOld: boolean };

/**
 * Looks for the texts of parked events whose time has come. Where one is known by now, its events are applied like new ones; after a
 * day they are put aside.
 */
export async function unparkEvents(ctx: Context): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const looked = await lookAt(ctx);
    if (looked.length === 0) return;
    const known = looked.filter((event) => event.known);
    const tooOld = looked.filter((event) => !event.known && event.tooOld);
    const reasons = new Map(
      tooOld.map(({ eventId, carrierMessageId }) => [
        eventId,
        `No text was handed over as ${carrierMessageId}.`,
      ]),
    );
    await giveBack(ctx, known);
    await keepReasons(ctx, reasons);
    await putAside(ctx, reasons);
    await forget(ctx, [...known, ...tooOld]);
  });
}

/** Events that are due, each of which waits twice as long for the next look. */
async function lookAt(ctx: TxContext): Promise<Looked[]> {
  const now = ctx.services.clock.now();
  const pause = sql`make_interval(secs => greatest(${firstLookMs / 1_000}, least(${longestPauseMs / 1_000},
    extract(epoch from ${now.toISOString()}::timestamptz - p.parked_at))))`;
  const { rows } = await ctx.tx.db.execute<Looked>(sql`
    update parked_webhooks p set look_at = ${now.toISOString()}::timestamptz + ${pause}
    from (
      select event_id from parked_webhooks
      where tenant_id = ${ctx.tenantId} and look_at <= ${now.toISOString()}::timestamptz
      order by event_id limit ${mostLooked} for update skip locked
    ) due
    where p.tenant_id = ${ctx.tenantId} and p.event_id = due.event_id
    returning p.event_id as "eventId", p.carrier_message_id as "carrierMessageId",
      exists (
        select from message_events e
        where e.tenant_id = p.tenant_id and e.carrier_message_id = p.carrier_message_id and e.type = 'handed-over'
      ) as known,
      p.parked_at < ${new Date(now.getTime() - longestMs).toISOString()}::timestamptz as "tooOld"`);
  return rows;
}

async function giveBack(ctx: TxContext, known: readonly Looked[]): Promise<void> {
  if (known.length === 0) return;
  await ctx.tx.db.execute(sql`
    update webhook_events e set applied_at = null
    where e.tenant_id = ${ctx.tenantId} and e.id = any (${idsOf(known)}::uuid[])`);
}

async function keepReasons(ctx: TxContext, reasons: ReadonlyMap<string, string>): Promise<void> {
  if (reasons.size === 0) return;
  await ctx.tx.db.execute(sql`
    update webhook_events e set failure = r.reason
    from unnest(${sql.param([...reasons.keys()])}::uuid[], ${sql.param([...reasons.values()])}::text[]) as r (id, reason)
    where e.tenant_id = ${ctx.tenantId} and e.id = r.id`);
}

async function forget(ctx: TxContext, gone: readonly Looked[]): Promise<void> {
  if (gone.length === 0) return;
  await ctx.tx.db.execute(sql`
    delete from parked_webhooks p where p.tenant_id = ${ctx.tenantId} and p.event_id = any (${idsOf(gone)}::uuid[])`);
}

function idsOf(events: readonly Looked[]) {
  return sql.param(events.map(({ eventId }) => eventId));
}
