import { carrierErrorWords } from '@sms-crm/contracts/carrier-errors';
import type { Message } from '@sms-crm/contracts/messages';
import { skipReason, skipReasonWords } from '@sms-crm/contracts/reasons';
import type { messages } from '@sms-crm/db/tables/messages';

export type MessageRow = typeof messages.$inferSelect;
type Name = { firstName: string | null; lastName: string | null } | null;

/** A message as the API shows it. A refused one shows `carrier_refused` as its reason, beside the carrier's code. */
export function toMessage(row: MessageRow, name: Name, retryAt: Date | undefined): Message {
  const refused = row.status === 'failed' && row.handedOverAt === null;
  const reason = skipReason.safeParse(row.reason ?? (refused ? 'carrier_refused' : null)).data ?? null;
  return {
    id: row.id,
    campaignId: row.campaignId,
    contactId: row.contactId,
    contactName: [name?.firstName, name?.lastName].filter(Boolean).join(' '),
    direction: row.direction,
    kind: row.kind,
    status: row.status,
    reason,
    reasonWords: reason === null ? null : skipReasonWords[reason],
    errorCode: row.errorCode,
    errorWords: row.errorCode === null ? null : carrierErrorWords(row.errorCode).words,
    retryAt: retryAt?.toISOString() ?? null,
    from: row.direction === 'outbound' ? row.numberPhone : row.phone,
    to: row.direction === 'outbound' ? row.phone : (row.numberPhone ?? ''),
    body: row.body,
    parts: row.parts,
    costMicros: row.costMicros,
    createdAt: row.createdAt.toISOString(),
  };
}
