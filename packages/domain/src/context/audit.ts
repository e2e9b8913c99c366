import { auditLog } from '@sms-crm/db/tables/access';
import type { TxContext } from './context.ts';

/** Who did what to which thing. `before` and `after` hold what changed, never secrets. */
export type AuditEntry = {
  action: string;
  target: { type: string; id: string | null };
  before?: unknown;
  after?: unknown;
};

/** Writes who did what to which thing, in the transaction that does it. */
export async function audit(ctx: TxContext, entry: AuditEntry): Promise<void> {
  await auditAll(ctx, [entry]);
}

/** Like `audit`, for many things done at once. */
export async function auditAll(ctx: TxContext, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const { actor } = ctx;
  await ctx.tx.db.insert(auditLog).values(
    entries.map((entry) => ({
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
    })),
  );
}
