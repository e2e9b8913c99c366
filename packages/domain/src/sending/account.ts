import { eq } from 'drizzle-orm';
import { carrierAccounts } from '@sms-crm/db/tables/campaigns';
import { credentialsOf, type AccountRow } from '../carrier-accounts/account-row.ts';
import { withTransaction, type Context } from '../context/context.ts';
import type { Carrier } from '../context/ports.ts';
import { refuseWithoutGates } from '../gates/refuse-real-carrier.ts';

export type CarrierAccount = { key: string; carrier: Carrier };

/**
 * The carrier behind an account of this tenant, with its credentials opened.
 *
 * @throws Error when the account is gone or its token cannot be opened
 */
export async function carrierOf(ctx: Context, accountId: string): Promise<CarrierAccount> {
  const [row] = await withTransaction(ctx, (ctx) =>
    ctx.tx.db.select().from(carrierAccounts).where(eq(carrierAccounts.id, accountId)),
  );
  if (row === undefined) throw new Error(`carrier account ${accountId} is gone; its numbers cannot send`);
  return openAccount(ctx, row);
}

/**
 * The carrier behind an account's row, with its credentials opened.
 *
 * @throws Error when its token cannot be opened, or people would be reached while gates are missing
 */
export function openAccount(ctx: Context, row: AccountRow): CarrierAccount {
  const credentials = credentialsOf(ctx.services.settings, row);
  if (credentials.real) refuseWithoutGates();
  return { key: row.key, carrier: ctx.services.carriers(credentials) };
}
