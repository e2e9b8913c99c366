import { clickSpool } from '@sms-crm/db/tables/links';
import { withTransaction, type Context } from '../context/context.ts';
import { newHitId } from './hit-id.ts';
import { encodeHits, type Hit } from './hit-stream.ts';
import { mostSpooled } from './spool.ts';

/**
 * Keeps hits of this tenant that cannot be recorded now where a job tries again, so that nobody else's wait behind them. Hits that are set
 * aside twice are recorded once.
 */
export async function setAside(ctx: Context, hits: readonly Hit[]): Promise<void> {
  const now = ctx.services.clock.now().getTime();
  await withTransaction(ctx, async ({ tenantId, tx }) => {
    for (let from = 0; from < hits.length; from += mostSpooled) {
      const batch = encodeHits(hits.slice(from, from + mostSpooled));
      await tx.db.insert(clickSpool).values({ tenantId, id: newHitId(now), hits: batch });
    }
  });
}
