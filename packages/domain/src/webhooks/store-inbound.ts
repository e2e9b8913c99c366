import { sql } from 'drizzle-orm';
import {
  createContext,
  withTransaction,
  type Context,
  type Services,
  type TxContext,
} from '../context/context.ts';
import { holdForReview } from '../opt-out-reviews/hold.ts';
import { listPhones } from '../opt-outs/opt-out.ts';
import { obeyWishes, type Wish } from '../opt-outs/obey-wishes.ts';
import { wishOf } from '../opt-outs/read-text.ts';
import { keyOf, readInTime, type Readings } from './read-in-time.ts';
import { insertEvents, storeEvents, type NewWebhookEvent, type StoredEvent } from './store-events.ts';

/** Longest wait for a row that somebody else holds, ms; what cannot be obeyed whole in this time is completed by the job. */
const lockWaitMs = 500;

/** So long the texts of one write are read before they are stored, ms: others wait for their own write behind this one. */
const mostReadingMs = 250;

/**
 * Stores inbound texts of any tenants and obeys their STOPs and STARTs, and holds whoever may have opted out in own words, in the same
 * transaction, one for each tenant: as soon as the carrier has its answer, nothing more is sent to them, however long the jobs take.
 * What else an inbound text means is the job's; so are the wishes of texts that could be stored but not obeyed, or not read in time.
 */
export async function storeInbound(services: Services, events: readonly NewWebhookEvent[]): Promise<void> {
  const byTenant = Map.groupBy(events, ({ tenantId }) => tenantId);
  const readUntil = performance.now() + mostReadingMs;
  await Promise.all(
    [...byTenant].map(([tenantId, own]) => storeOfTenant(services, tenantId, { events: own, readUntil })),
  );
}

async function storeOfTenant(
  services: Services,
  tenantId: string,
  { events, readUntil }: { events: readonly NewWebhookEvent[]; readUntil: number },
): Promise<void> {
  const actor = { type: 'carrier-webhook', id: events[0]?.carrierAccountId ?? '', label: 'Carrier' } as const;
  const ctx = createContext(services, { tenantId, actor, requestId: events[0]?.dedupeKey ?? '' });
  const readings = await readInTime(ctx, events, readUntil);
  try {
    await withTransaction(ctx, (ctx) => storeAndObey(ctx, events, readings));
  } catch (error) {
    ctx.log.warn({ err: error }, 'keywords could not be obeyed whole as they came in; the job does the rest');
    await storeAndBlock(ctx, events, readings);
  }
}

/** Where a contact's row is held by somebody else: whoever said STOP last is on the list at once, their consent follows by the job, and so does a YES. */
async function storeAndBlock(
  ctx: Context,
  events: readonly NewWebhookEvent[],
  readings: Readings,
): Promise<void> {
  try {
    await withTransaction(ctx, async (ctx) => {
      const wishes = wishesOf(await insertEvents(ctx.tx.db, events), readings);
      const said = wishes.filter(({ intent }) => intent !== 'yes');
      await boundLocks(ctx);
      await holdForReview(
        ctx,
        lastOf(said).filter((wish) => wish.intent === 'doubt'),
      );
      await listPhones(
        ctx,
        // A doubt takes no STOP back.
        lastOf(said.filter(({ intent }) => intent !== 'doubt')).filter(({ intent }) => intent === 'stop'),
      );
    });
  } catch (error) {
    ctx.log.error({ err: error }, 'keywords could only be stored; the job obeys them');
    await storeEvents(ctx.services, events);
  }
}

/** The last wish of each phone. */
function lastOf<W extends Wish>(wishes: readonly W[]): W[] {
  return [...new Map(wishes.map((wish) => [wish.phone, wish])).values()];
}

async function boundLocks(ctx: TxContext): Promise<void> {
  await ctx.tx.db.execute(sql`select set_config('lock_timeout', ${`${lockWaitMs}ms`}, true)`);
}

async function storeAndObey(
  ctx: TxContext,
  events: readonly NewWebhookEvent[],
  readings: Readings,
): Promise<void> {
  const stored = await insertEvents(ctx.tx.db, events);
  const wishes = wishesOf(stored, readings);
  if (wishes.length === 0) return;
  await boundLocks(ctx);
  const changed = await obeyWishes(ctx, wishes);
  await ctx.tx.db.execute(sql`
    update webhook_events e set keyword_changed = (e.id = any (${sql.param([...changed])}::uuid[]))
    where e.tenant_id = ${ctx.tenantId} and e.id = any (${sql.param(wishes.map(({ messageId }) => messageId))}::uuid[])`);
}

/** The message that the job makes of a text has the webhook's id. */
function wishesOf(stored: readonly StoredEvent[], readings: Readings): Wish[] {
  return stored.flatMap((event) => {
    const read = readings.get(keyOf(event));
    return (read && wishOf({ id: event.id, at: event.receivedAt, text: read.text }, read)) ?? [];
  });
}
