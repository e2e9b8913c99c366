import { eq } from 'drizzle-orm';
import { carrierAccounts } from '@sms-crm/db/tables/campaigns';
import { open } from '../access/seal.ts';
import { withTransaction, type Context } from '../context/context.ts';
import type { Carrier } from '../context/ports.ts';

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
  const authToken = open(ctx.services.settings, row.authTokenSealed);
  return {
    key: row.key,
    carrier: ctx.services.carriers({ id: row.id, accountSid: row.accountSid, authToken }),
  };
}
