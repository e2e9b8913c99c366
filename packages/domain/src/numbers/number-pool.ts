import { eq, sql } from 'drizzle-orm';
import { carrierAccounts, sendingNumbers } from '@sms-crm/db/tables/campaigns';
import type { TxContext } from '../context/context.ts';
import { chooseNumber, isLive, type NumberRow } from './find.ts';
import { isOneOfSeveral } from './remember.ts';

/** Where a campaign's texts may come from. */
export type NumberPool = {
  /** What new contacts get: numbers of one registration, in a stable order; empty when the tenant has none. */
  numbers: NumberRow[];
  /** Whether contacts keep the number of their first text; not where the campaign names a number. */
  keeps: boolean;
  /** Whether there are other numbers of the kind, so that it matters which one a contact knows from its texts. */
  several: boolean;
  /** Whether they stay in the simulator; contacts keep no number of the other kind. */
  simulated: boolean;
};

/**
 * The numbers a campaign sends from. A number it names is used for everyone; else contacts keep the one they know, and new ones get one
 * of the default number's registration: traffic is never moved between registrations to get around a limit.
 */
export async function numberPool(ctx: TxContext, numberId: string | null): Promise<NumberPool> {
  const first = await chooseNumber(ctx, numberId);
  if (first === undefined) return { numbers: [], keeps: false, several: false, simulated: true };
  const simulated = !(await isLive(ctx, first.id));
  if (numberId !== null) return { numbers: [first], keeps: false, several: false, simulated };
  const several = await hasSeveral(ctx, first);
  if (first.registrationId === null) return { numbers: [first], keeps: true, several, simulated };
  const numbers = await ctx.tx.db
    .select()
    .from(sendingNumbers)
    .where(eq(sendingNumbers.registrationId, first.registrationId))
    .orderBy(sendingNumbers.phone);
  return { numbers, keeps: true, several, simulated };
}

async function hasSeveral(ctx: TxContext, first: NumberRow): Promise<boolean> {
  const [row] = await ctx.tx.db
    .select({ several: isOneOfSeveral(sql`${first.id}::uuid`, sql`${carrierAccounts}`) })
    .from(carrierAccounts)
    .where(eq(carrierAccounts.id, first.carrierAccountId));
  return row?.several ?? false;
}
