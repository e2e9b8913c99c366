import { eq } from 'drizzle-orm';
import { carrierAccounts } from '@sms-crm/db/tables/campaigns';
import { open } from '../access/seal.ts';
import { withTransaction, type Context } from '../context/context.ts';
import type { Carrier } from '../context/ports.ts';

export type CarrierAccount = { key: string; carrier: Carrier };

type AccountRow = Pick<typeof carrierAccounts.$inferSelect, 'id' | 'key' | 'accountSid' | 'authTokenSealed'>;

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
 * @throws Error when its token cannot be opened
 */
export function openAccount(ctx: Context, row: AccountRow): CarrierAccount {
  const authToken = open(ctx.services.settings, row.authTokenSealed);
  return {
    key: row.key,
    carrier: ctx.services.carriers({ id: row.id, accountSid: row.accountSid, authToken }),
  };
}
