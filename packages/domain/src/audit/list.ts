import { and, desc, eq, lt } from 'drizzle-orm';
import type { z } from 'zod';
import type { AuditEntry, auditQuery } from '@sms-crm/contracts/access';
import type { Page } from '@sms-crm/contracts/paging';
import { auditLog } from '@sms-crm/db/tables/access';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { decodeCursor, toPage } from '../context/cursor.ts';
import { targetNames } from './target-names.ts';

/** Who did what, the newest first; `action` names one kind of deed, e.g. `contact.create`. */
export async function listAudit(ctx: Context, query: z.infer<typeof auditQuery>): Promise<Page<AuditEntry>> {
  requirePermission(ctx, 'audit:read');
  const cursor = decodeCursor(query.cursor, 1);
  return withTransaction(ctx, async (ctx) => {
    const rows = await ctx.tx.db
      .select()
      .from(auditLog)
      .where(
        and(
          cursor === undefined ? undefined : lt(auditLog.id, cursor[0] ?? ''),
          query.action === undefined ? undefined : eq(auditLog.action, query.action),
        ),
      )
      .orderBy(desc(auditLog.id))
      .limit(query.limit + 1);
    const names = await targetNames(ctx, rows);
    return toPage(rows, query.limit, {
      item: (row) => toEntry(row, names.get(row.targetId ?? '')),
      cursor: (row) => [row.id],
    });
  });
}

function toEntry(row: typeof auditLog.$inferSelect, targetName: string | undefined): AuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: row.actorLabel,
    actorType: row.actorType,
    action: row.action,
    targetType: row.targetType,
    targetId: row.targetId,
    targetName: targetName ?? null,
    before: row.before,
    after: row.after,
    ip: row.ip,
    requestId: row.requestId,
  };
}
