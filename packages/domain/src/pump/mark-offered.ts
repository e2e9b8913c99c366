import { sql } from 'drizzle-orm';
import type { Transaction } from '@sms-crm/db/transaction';
import type { JobRequest } from '../context/ports.ts';

export type Candidate = {
  tenantId: string;
  campaignId: string;
  batchId: string;
  offer: number;
  /** The request that launched the campaign; absent for a text of no campaign. */
  requestId?: string | null;
  /** It does not wait behind what was offered before. */
  first?: boolean;
};

/** Raises the offer of each batch that still has the one we saw, and asks for their jobs in this order; somebody else's batch is left alone. */
export async function markOffered(
  db: Transaction,
  chosen: readonly Candidate[],
  now: Date,
  name: 'message.send-bulk' | 'message.send-now',
): Promise<JobRequest[]> {
  if (chosen.length === 0) return [];
  const { rows } = await db.execute<{ batchId: string; offer: number }>(sql`
    update message_batches b set state = 'offered', offer = b.offer + 1, offered_at = ${now.toISOString()}::timestamptz
    from unnest(${sql.param(chosen.map((one) => one.tenantId))}::uuid[], ${sql.param(chosen.map((one) => one.batchId))}::uuid[],
      ${sql.param(chosen.map((one) => one.offer))}::int[]) as v (tenant_id, id, offer)
    where b.tenant_id = v.tenant_id and b.id = v.id and b.offer = v.offer and b.state in ('open', 'offered')
    returning b.id as "batchId", b.offer`);
  const offers = new Map(rows.map(({ batchId, offer }) => [batchId, offer]));
  return chosen.flatMap(({ tenantId, batchId, requestId, first }) => {
    const offer = offers.get(batchId);
    if (offer === undefined) return [];
    const payload = { tenantId, batchId, offer, requestId: requestId ?? undefined };
    return [{ name, payload, jobId: `${batchId}-${offer}`, first: first === true }];
  });
}
