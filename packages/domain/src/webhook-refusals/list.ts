import { and, desc, eq, sql } from 'drizzle-orm';
import type { Page } from '@sms-crm/contracts/paging';
import { refusalWords, type WebhookRefusal } from '@sms-crm/contracts/webhook-refusals';
import { carrierAccounts } from '@sms-crm/db/tables/campaigns';
import { webhookRefusals } from '@sms-crm/db/tables/webhook-refusals';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { decodeCursor, toPage } from '../context/cursor.ts';

/** Carrier webhooks that were refused lately with their likely cause, the latest first. */
export async function listWebhookRefusals(
  ctx: Context,
  query: { limit: number; cursor?: string | undefined; accountId?: string | undefined },
): Promise<Page<WebhookRefusal>> {
  requirePermission(ctx, 'carrier:read');
  const after = decodeCursor(query.cursor, 2);
  const rows = await withTransaction(ctx, (ctx) =>
    ctx.tx.db
      .select({ refusal: webhookRefusals, name: carrierAccounts.name })
      .from(webhookRefusals)
      .innerJoin(
        carrierAccounts,
        and(
          eq(carrierAccounts.tenantId, webhookRefusals.tenantId),
          eq(carrierAccounts.id, webhookRefusals.carrierAccountId),
        ),
      )
      .where(
        and(
          eq(webhookRefusals.tenantId, ctx.tenantId),
          query.accountId === undefined ? undefined : eq(webhookRefusals.carrierAccountId, query.accountId),
          after &&
            sql`(${webhookRefusals.lastAt}, ${webhookRefusals.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`,
        ),
      )
      .orderBy(desc(webhookRefusals.lastAt), desc(webhookRefusals.id))
      .limit(query.limit + 1),
  );
  return toPage(rows, query.limit, {
    item: view,
    cursor: ({ refusal }) => [refusal.lastAt.toISOString(), refusal.id],
  });
}

function view({
  refusal,
  name,
}: {
  refusal: typeof webhookRefusals.$inferSelect;
  name: string;
}): WebhookRefusal {
  const { id, carrierAccountId, kind, cause, hint, expectedUrl, seenUrl, hits } = refusal;
  return {
    id,
    account: { id: carrierAccountId, name },
    kind,
    cause,
    ...refusalWords[cause],
    hint,
    expectedUrl,
    seenUrl,
    hits,
    firstAt: refusal.firstAt.toISOString(),
    lastAt: refusal.lastAt.toISOString(),
  };
}
