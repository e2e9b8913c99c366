import { auditLog } from '@sms-crm/db/tables/access';
import type { TxContext } from './context.ts';

/** Writes who did what to which thing, in the transaction that does it. `before` and `after` hold what changed, never secrets. */
export async function audit(
  ctx: TxContext,
  entry: {
    action: string;
    target: { type: string; id: string | null };
    before?: unknown;
    after?: unknown;
  },
): Promise<void> {
  const { actor } = ctx;
  await ctx.tx.db.insert(auditLog).values({
    tenantId: ctx.tenantId,
    actorType: actor.type,
    actorId: actor.id,
    actorLabel: actor.label,
    action: entry.action,
    targetType: entry.target.type,
    targetId: entry.target.id,
    before: entry.before ?? null,
    after: entry.after ?? null,
    ip: 'ip' in actor ? actor.ip : null,
    requestId: ctx.requestId,
  });
}
