import type { Reclassification } from '@sms-crm/contracts/clicks';
import type { clickReclassifications } from '@sms-crm/db/tables/clicks';

export function reclassificationView(row: typeof clickReclassifications.$inferSelect): Reclassification {
  return {
    id: row.id,
    campaignId: row.campaignId,
    rules: row.rules,
    done: row.done,
    changed: row.changed,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
