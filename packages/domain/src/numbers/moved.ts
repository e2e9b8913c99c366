import { sql } from 'drizzle-orm';
import type { WaitReason } from '@sms-crm/contracts/reasons';
import { countForCap } from '../capacity/count-in-flight.ts';
import { wakeSingles } from '../capacity/wake-waiting.ts';
import type { TxContext } from '../context/context.ts';
import { findRegistration } from '../registrations/find.ts';

const endedWaits: readonly WaitReason[] = ['warm_up', 'carrier_cap', 'rate_limit', 'number_stopped'];

/** What waits for a number's limits looks at them again: they are other ones now. */
export async function wakeNumber(ctx: TxContext, id: string): Promise<void> {
  await wakeSingles(ctx, endedWaits);
  await ctx.tx.db.execute(sql`
    update campaign_shares set next_at = null, waits_for = null, rule_version = null where number_id = ${id}::uuid and campaign_id in (
      select campaign_id from campaign_shares
      where number_id = ${id}::uuid and waits_for = any (${sql.param([...endedWaits])}::text[])
      order by campaign_id for no key update skip locked)`);
}

/** Counts what a number has on its way under the cap of the registration it has now. Needs the lock of claims, taken alone. */
export async function countMove(
  ctx: TxContext,
  { numberId, from, to }: { numberId: string; from: string | null; to: string | null },
): Promise<void> {
  if (to === null || to === from) return;
  const before = from === null ? null : await findRegistration(ctx, from);
  await countForCap(ctx, { numberId, before, after: await findRegistration(ctx, to) });
}
