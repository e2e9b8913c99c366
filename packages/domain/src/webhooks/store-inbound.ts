import { sql } from 'drizzle-orm';
import {
  createContext,
  withTransaction,
  type Context,
  type Services,
  type TxContext,
} from '../context/context.ts';
import { holdForReview } from '../opt-out-reviews/hold.ts';
import { readMatcher } from '../opt-out-rules/read-matcher.ts';
import { listPhones } from '../opt-outs/opt-out.ts';
import { obeyWishes, type Wish } from '../opt-outs/obey-wishes.ts';
import { readText, wishOf } from '../opt-outs/read-text.ts';
import { insertEvents, storeEvents, type NewWebhookEvent, type StoredEvent } from './store-events.ts';
import { inboundParams } from './twilio-params.ts';

/** Longest wait for a row that somebody else holds, ms; what cannot be obeyed whole in this time is completed by the job. */
const lockWaitMs = 500;

/**
 * Stores inbound texts of any tenants and obeys their STOPs and STARTs, and holds whoever may have opted out in own words, in the same
 * transaction, one for each tenant: as soon as the carrier has its answer, nothing more is sent to them, however long the jobs take.
 * What else an inbound text means is the job's; so are the wishes of texts that could be stored but not obeyed.
 */
export async function storeInbound(services: Services, events: readonly NewWebhookEvent[]): Promise<void> {
  const byTenant = Map.groupBy(events, ({ tenantId }) => tenantId);
  await Promise.all([...byTenant].map(([tenantId, own]) => storeOfTenant(services, tenantId, own)));
}

async function storeOfTenant(
  services: Services,
  tenantId: string,
  events: readonly NewWebhookEvent[],
): Promise<void> {
  const actor = { type: 'carrier-webhook', id: events[0]?.carrierAccountId ?? '', label: 'Carrier' } as const;
  const ctx = createContext(services, { tenantId, actor, requestId: events[0]?.dedupeKey ?? '' });
  try {
    await withTransaction(ctx, (ctx) => storeAndObey(ctx, events));
  } catch (error) {
    ctx.log.warn({ err: error }, 'keywords could not be obeyed whole as they came in; the job does the rest');
    await storeAndBlock(ctx, events);
  }
}

/** Where a contact's row is held by somebody else: whoever said STOP last is on the list at once, their consent follows by the job. */
async function storeAndBlock(ctx: Context, events: readonly NewWebhookEvent[]): Promise<void> {
  try {
    await withTransaction(ctx, async (ctx) => {
      const wishes = await readWishes(ctx, await insertEvents(ctx.tx.db, events));
      const last = [...new Map(wishes.map((wish) => [wish.phone, wish])).values()];
      await boundLocks(ctx);
      await holdForReview(
        ctx,
        last.filter((wish) => wish.intent === 'doubt'),
      );
      await listPhones(
        ctx,
        last.filter(({ intent }) => intent === 'stop'),
      );
    });
  } catch (error) {
    ctx.log.error({ err: error }, 'keywords could only be stored; the job obeys them');
    await storeEvents(ctx.services, events);
  }
}

async function boundLocks(ctx: TxContext): Promise<void> {
  await ctx.tx.db.execute(sql`select set_config('lock_timeout', ${`${lockWaitMs}ms`}, true)`);
}

async function storeAndObey(ctx: TxContext, events: readonly NewWebhookEvent[]): Promise<void> {
  const stored = await insertEvents(ctx.tx.db, events);
  const wishes = await readWishes(ctx, stored);
  if (wishes.length === 0) return;
  await boundLocks(ctx);
  const changed = await obeyWishes(ctx, wishes);
  await ctx.tx.db.execute(sql`
    update webhook_events e set keyword_changed = (e.id = any (${sql.param([...changed])}::uuid[]))
    where e.tenant_id = ${ctx.tenantId} and e.id = any (${sql.param(wishes.map(({ messageId }) => messageId))}::uuid[])`);
}

/** The message that the job makes of a text has the webhook's id. */
async function readWishes(ctx: TxContext, stored: readonly StoredEvent[]): Promise<Wish[]> {
  const texts = stored.flatMap(({ id, receivedAt, params }) => {
    const text = inboundParams.safeParse(params).data;
    return text === undefined ? [] : [{ id, at: receivedAt, text }];
  });
  if (texts.length === 0) return [];
  const match = await readMatcher(ctx);
  return texts.flatMap((one) => wishOf(one, readText(one.text, match)) ?? []);
}
