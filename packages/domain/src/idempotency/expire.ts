import { sql } from 'drizzle-orm';
import { idempotencyKeys } from '@sms-crm/db/tables/access';
import type { Transaction } from '@sms-crm/db/transaction';
import { keptSeconds } from './claim.ts';

/** Keys deleted at once. */
const maxDeleted = 1_000;

/**
 * Deletes kept answers older than 24 hours, at most 1 000 of them. For the sweep, as the system role.
 *
 * @returns how many went
 */
export async function expireIdempotencyKeys(db: Transaction): Promise<number> {
  const { rowCount } = await db.execute(sql`
    delete from ${idempotencyKeys} where (tenant_id, actor_id, key) in (
      select tenant_id, actor_id, key from ${idempotencyKeys}
      where created_at < now() - make_interval(secs => ${keptSeconds})
      order by created_at limit ${maxDeleted}
    )`);
  return rowCount ?? 0;
}
