import { messageMedia } from '@sms-crm/db/tables/inbound';
import type { TxContext } from '../context/context.ts';
import type { Inbound } from '../webhooks/inbound.ts';

/** Keeps the pictures and other files of texts that came in. */
export async function storeMedia(ctx: TxContext, inbounds: readonly Inbound[]): Promise<void> {
  const rows = inbounds.flatMap(({ id, media }) =>
    media.map((one, position) => ({ ...one, tenantId: ctx.tenantId, messageId: id, position })),
  );
  if (rows.length > 0) await ctx.tx.db.insert(messageMedia).values(rows);
}
