import { randomBytes } from 'node:crypto';
import type { CarrierAccount, CreateCarrierAccount } from '@sms-crm/contracts/carrier-accounts';
import { carrierAccounts } from '@sms-crm/db/tables/campaigns';
import { seal } from '../access/seal.ts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { requireGoodCredentials } from './ask-carrier.ts';
import { changeStage } from './hold-stage.ts';
import { maxAccounts } from './list.ts';
import { viewAccount } from './view.ts';

/** Bytes of the key in the webhook URLs; it is no secret, the signature is what counts. */
const keyBytes = 12;

/**
 * Adds an account of the real carrier, whose credentials are tried first. Until it goes live it sends test texts only.
 *
 * @throws DomainError `invalid_input` when the carrier refuses the credentials, `unavailable` when it does not answer,
 * `already_exists` when the tenant has this account
 */
export async function createCarrierAccount(
  ctx: Context,
  input: CreateCarrierAccount,
): Promise<CarrierAccount> {
  requirePermission(ctx, 'carrier:write');
  const { accountSid, authToken } = input;
  await withTransaction(ctx, (ctx) => requireRoom(ctx, accountSid));
  await requireGoodCredentials(ctx.services.setup.carrier({ id: 'new', accountSid, authToken, real: true }));
  return withTransaction(ctx, async (ctx) => {
    await changeStage(ctx);
    await requireRoom(ctx, accountSid);
    const [row] = await ctx.tx.db
      .insert(carrierAccounts)
      .values({
        tenantId: ctx.tenantId,
        key: randomBytes(keyBytes).toString('hex'),
        carrier: 'twilio',
        name: input.name,
        accountSid,
        authTokenSealed: seal(ctx.services.settings, authToken),
        inSetup: true,
      })
      .returning();
    if (row === undefined) throw new Error('the new carrier account was not returned');
    await audit(ctx, {
      action: 'carrier-account.create',
      target: { type: 'carrier-account', id: row.id },
      after: { name: row.name, accountSid },
    });
    return viewAccount(ctx, row);
  });
}

async function requireRoom(ctx: TxContext, accountSid: string): Promise<void> {
  const rows = await ctx.tx.db.select({ sid: carrierAccounts.accountSid }).from(carrierAccounts);
  if (rows.some(({ sid }) => sid.toLowerCase() === accountSid.toLowerCase())) {
    throw new DomainError('already_exists', {
      detail: 'This account is here already. Give it a new token there, or remove it first.',
      fields: [{ field: 'accountSid', detail: 'is here already' }],
    });
  }
  if (rows.length < maxAccounts) return;
  throw new DomainError('conflict', {
    detail: `There are ${maxAccounts} carrier accounts already. Remove one first.`,
  });
}
