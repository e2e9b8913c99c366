import { eq } from 'drizzle-orm';
import type { CarrierStage } from '@sms-crm/contracts/carrier-accounts';
import { carrierAccounts } from '@sms-crm/db/tables/campaigns';
import { open } from '../access/seal.ts';
import type { Settings, TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';
import type { CarrierCredentials } from '../context/ports.ts';
import { retryFragment } from '../webhooks/callback-url.ts';

export type AccountRow = typeof carrierAccounts.$inferSelect;

/**
 * @param lock whether the row is about to be changed
 * @throws DomainError `not_found`
 */
export async function findAccount(ctx: TxContext, id: string, lock = false): Promise<AccountRow> {
  const query = ctx.tx.db.select().from(carrierAccounts).where(eq(carrierAccounts.id, id));
  const [row] = await (lock ? query.for('no key update') : query);
  if (row === undefined) throw notFound('carrier account');
  return row;
}

/** Whether texts of an account leave this installation, for people: all but the simulator's do. */
export function reachesPeople({ live, inSetup }: Pick<AccountRow, 'live' | 'inSetup'>): boolean {
  return live || inSetup;
}

export function stageOf(row: Pick<AccountRow, 'live' | 'inSetup'>): CarrierStage {
  if (row.live) return 'live';
  return row.inSetup ? 'setup' : 'simulated';
}

/** @throws Error when the token cannot be opened */
export function credentialsOf(settings: Settings, row: AccountRow): CarrierCredentials {
  const { id, accountSid } = row;
  return { id, accountSid, authToken: open(settings, row.authTokenSealed), real: reachesPeople(row) };
}

/** What texts to the account's numbers are posted to, with what asks the carrier to try again; that part is neither sent nor signed. */
export function textsUrl({ publicApiUrl }: Pick<Settings, 'publicApiUrl'>, { key }: { key: string }): string {
  return `${publicApiUrl}/webhooks/twilio/${encodeURIComponent(key)}/inbound${retryFragment}`;
}
