import { and, asc, eq, isNull, notInArray, sql } from 'drizzle-orm';
import { webhookEvents } from '@sms-crm/db/tables/messages';
import type { TxContext } from '../context/context.ts';

export type WebhookEvent = typeof webhookEvents.$inferSelect;

/**
 * The oldest events of one kind that are not applied yet, locked in the order they came in. Statuses that somebody else is at are
 * left out, since their order does not matter; inbound texts are waited for, so that those of one tenant are taken one after the other.
 */
export async function takeEvents(
  ctx: TxContext,
  options: { kind: WebhookEvent['kind']; limit: number; without: ReadonlySet<string> },
): Promise<WebhookEvent[]> {
  return ctx.tx.db
    .select()
    .from(webhookEvents)
    .where(
      and(
        eq(webhookEvents.tenantId, ctx.tenantId),
        eq(webhookEvents.kind, options.kind),
        isNull(webhookEvents.appliedAt),
        options.without.size > 0 ? notInArray(webhookEvents.id, [...options.without]) : undefined,
      ),
    )
    .orderBy(asc(webhookEvents.id))
    .limit(options.limit)
    .for('no key update', options.kind === 'status' ? { skipLocked: true } : {});
}

/** Marks events as done; those in `asides` keep the words why nothing came of them. */
export async function settleEvents(
  ctx: TxContext,
  events: readonly { id: string }[],
  asides: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  await ctx.tx.db.execute(sql`
    update webhook_events e set applied_at = ${ctx.services.clock.now().toISOString()}, failure = d.failure
    from unnest(
      ${sql.param(events.map((event) => event.id))}::uuid[],
      ${sql.param(events.map((event) => asides.get(event.id) ?? null))}::text[]
    ) as d (id, failure)
    where e.tenant_id = ${ctx.tenantId} and e.id = d.id`);
}
