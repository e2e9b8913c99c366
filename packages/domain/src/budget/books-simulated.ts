import { eq } from 'drizzle-orm';
import { carrierAccounts } from '@sms-crm/db/tables/campaigns';
import type { TxContext } from '../context/context.ts';

/** Which books a tenant means when it names none: those of simulated texts until one of its carrier accounts is live. */
export async function booksSimulated(ctx: TxContext): Promise<boolean> {
  const live = await ctx.tx.db
    .select({ id: carrierAccounts.id })
    .from(carrierAccounts)
    .where(eq(carrierAccounts.live, true))
    .limit(1);
  return live.length === 0;
}
