import { eq } from 'drizzle-orm';
import { carrierAccounts, sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { reachesPeople } from '../carrier-accounts/account-row.ts';
import type { TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';

export type NumberRow = typeof sendingNumbers.$inferSelect;

/**
 * @throws DomainError `not_found`
 */
export async function findNumber(ctx: TxContext, id: string): Promise<NumberRow> {
  const [row] = await ctx.tx.db.select().from(sendingNumbers).where(eq(sendingNumbers.id, id));
  if (row === undefined) throw notFound('sending number');
  return row;
}

/** The number a campaign sends from: its own choice, else the tenant's default; undefined when there is none. */
export async function chooseNumber(ctx: TxContext, numberId: string | null): Promise<NumberRow | undefined> {
  const [row] = await ctx.tx.db
    .select()
    .from(sendingNumbers)
    .where(numberId === null ? eq(sendingNumbers.isDefault, true) : eq(sendingNumbers.id, numberId));
  return row;
}

/** Whether texts of a number reach people, rather than the simulator. */
export async function isLive(ctx: TxContext, numberId: string): Promise<boolean> {
  const [account] = await ctx.tx.db
    .select({ live: carrierAccounts.live, inSetup: carrierAccounts.inSetup })
    .from(sendingNumbers)
    .innerJoin(carrierAccounts, eq(carrierAccounts.id, sendingNumbers.carrierAccountId))
    .where(eq(sendingNumbers.id, numberId));
  return account !== undefined && reachesPeople(account);
}

/** Whether texts of a number, the default one when null, stay in the simulator; without a number nothing reaches people. */
export async function sendsSimulated(ctx: TxContext, numberId: string | null): Promise<boolean> {
  const number = await chooseNumber(ctx, numberId);
  return number === undefined || !(await isLive(ctx, number.id));
}
