import type { DncEntry } from '@sms-crm/contracts/do-not-contact';
import type { doNotContact } from '@sms-crm/db/tables/contacts';

/** An entry as the API shows it. */
export function dncView(row: typeof doNotContact.$inferSelect): DncEntry {
  return {
    id: row.id,
    phone: row.phone,
    origin: row.origin,
    scope: row.scope,
    reason: row.reason,
    sourceMessageId: row.sourceMessageId,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
  };
}
