import { eq } from 'drizzle-orm';
import type { CarrierAccount } from '@sms-crm/contracts/carrier-accounts';
import { carrierAccounts } from '@sms-crm/db/tables/campaigns';
import { open, seal } from '../access/seal.ts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type Settings } from '../context/context.ts';
import { findAccount, reachesPeople } from './account-row.ts';
import { requireGoodCredentials } from './ask-carrier.ts';
import { viewAccount } from './view.ts';

/** How long the carrier may go on signing with the former token, ms. */
const formerTokenMs = 24 * 3_600_000;

/**
 * Gives an account a new token, which is tried first. Webhooks signed with the former one are accepted for 24 hours more: at Twilio a
 * secondary token works at once, but signs nothing until it is made the primary one.
 *
 * @throws DomainError `invalid_input` when the carrier refuses the token, `unavailable` when it does not answer
 */
export async function rotateCarrierToken(
  ctx: Context,
  input: { id: string; authToken: string },
): Promise<CarrierAccount> {
  requirePermission(ctx, 'carrier:write');
  const { settings, setup, clock } = ctx.services;
  const before = await withTransaction(ctx, (ctx) => findAccount(ctx, input.id));
  const { id, accountSid } = before;
  await requireGoodCredentials(
    setup.carrier({ id, accountSid, authToken: input.authToken, real: reachesPeople(before) }),
  );
  return withTransaction(ctx, async (ctx) => {
    const current = await findAccount(ctx, input.id, true);
    const former = openedOrNull(settings, current.authTokenSealed);
    if (former === input.authToken) return viewAccount(ctx, current);
    const [row] = await ctx.tx.db
      .update(carrierAccounts)
      .set({
        authTokenSealed: seal(settings, input.authToken),
        formerTokenSealed: former === null ? null : current.authTokenSealed,
        formerTokenUntil: former === null ? null : new Date(clock.now().getTime() + formerTokenMs),
      })
      .where(eq(carrierAccounts.id, current.id))
      .returning();
    if (row === undefined) throw new Error(`carrier account ${current.id} vanished while locked`);
    await audit(ctx, {
      action: 'carrier-account.rotate-token',
      target: { type: 'carrier-account', id: row.id },
      after: { formerTokenUntil: row.formerTokenUntil },
    });
    return viewAccount(ctx, row);
  });
}

/** A token whose key is lost is replaced like any other. */
function openedOrNull(settings: Settings, sealed: string): string | null {
  try {
    return open(settings, sealed);
  } catch {
    return null;
  }
}
