import type { MessageKind } from '@sms-crm/contracts/gates';
import type { messageBatches } from '@sms-crm/db/tables/messages';

/** What the law asks for goes before what a tenant wants. */
const urgent: ReadonlySet<MessageKind> = new Set(['opt-out-confirmation', 'help']);

const gone = '00000000-0000-0000-0000-000000000000';

type Single = {
  tenantId: string;
  id: string;
  kind: MessageKind | null;
  numberId: string | null;
  sendBefore: Date | null;
};

/** The batch of a text of no campaign, which is its own. */
export function singleBatch({ tenantId, id, kind, numberId, sendBefore }: Single) {
  return {
    tenantId,
    queue: 'now',
    firstId: id,
    lastId: id,
    size: 1,
    singleNumberId: numberId ?? gone,
    urgent: kind !== null && urgent.has(kind),
    sendBefore,
  } satisfies typeof messageBatches.$inferInsert;
}
