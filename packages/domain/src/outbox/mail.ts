import { outbox } from '@sms-crm/db/tables/access';
import { enqueue, type TxContext } from '../context/context.ts';
import type { JobRequest, Mail } from '../context/ports.ts';

/** Posts mails once the transaction has committed; each is tried until it is delivered or given up. */
export async function mail(ctx: TxContext, mails: readonly Mail[]): Promise<void> {
  if (mails.length === 0) return;
  const offeredAt = ctx.services.clock.now();
  const rows = await ctx.tx.db
    .insert(outbox)
    .values(mails.map((payload) => ({ tenantId: ctx.tenantId, kind: 'mail' as const, payload, offeredAt })))
    .returning({ id: outbox.id });
  for (const { id } of rows) enqueue(ctx, deliveryJob(ctx.tenantId, id, ctx.requestId));
}

/** The job that delivers one outbox row. */
export function deliveryJob(tenantId: string, outboxId: string, requestId?: string): JobRequest {
  return {
    name: 'outbox.deliver',
    payload: { tenantId, outboxId, ...(requestId === undefined ? {} : { requestId }) },
    jobId: `outbox.deliver-${outboxId}`,
  };
}
