import { and, eq, ne } from 'drizzle-orm';
import type { RefusalCause } from '@sms-crm/contracts/webhook-refusals';
import { carrierAccounts } from '@sms-crm/db/tables/campaigns';
import { credentialsOf, type AccountRow } from '../carrier-accounts/account-row.ts';
import type { TxContext } from '../context/context.ts';
import type { Signer, WebhookAccount } from '../webhooks/carrier-accounts.ts';
import { isSigned, type WebhookRequest } from '../webhooks/verify.ts';
import { placeOf } from './places.ts';
import { addressVariants } from './variants.ts';

/** Other accounts of the tenant whose tokens are tried. */
const mostAccounts = 20;

export type Finding = { cause: RefusalCause; hint: string | null };

/** Why a signature probably does not fit: what the carrier must have signed instead, and with which token. */
export async function likelyCause(
  ctx: TxContext,
  refused: { account: WebhookAccount; request: WebhookRequest; seenOrigin: string },
): Promise<Finding> {
  const { account, seenOrigin } = refused;
  const { path, params, signature = '' } = refused.request;
  const { publicApiUrl } = ctx.services.settings;
  const url = `${publicApiUrl}${path}`;
  const fits = (signer: Signer, url: string) => isSigned(signer, { url, params, signature });
  const variant = addressVariants({ publicApiUrl, seenOrigin, path }).find(({ url }) =>
    fits(account.signer, url),
  );
  if (variant !== undefined)
    return { cause: variant.cause, hint: `It was signed for ${placeOf(variant.url)}.` };
  if (account.former !== null && fits(account.former, url)) return { cause: 'former-token', hint: null };
  const others = await readOthers(ctx, account);
  const other = others.find((row) => fits(signerOf(ctx, row), url));
  if (other !== undefined) return { cause: 'other-account', hint: `The account “${other.name}” signed it.` };
  return { cause: 'unexplained', hint: null };
}

function readOthers(ctx: TxContext, { id }: WebhookAccount): Promise<AccountRow[]> {
  return ctx.tx.db
    .select()
    .from(carrierAccounts)
    .where(and(eq(carrierAccounts.tenantId, ctx.tenantId), ne(carrierAccounts.id, id)))
    .limit(mostAccounts);
}

/** A token whose key is lost signs nothing. */
function signerOf({ services }: TxContext, row: AccountRow): Signer {
  try {
    return services.carriers(credentialsOf(services.settings, row));
  } catch {
    return { verifySignature: () => false };
  }
}
