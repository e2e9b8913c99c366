import { eq } from 'drizzle-orm';
import type { CarrierNumber, SyncNumbers } from '@sms-crm/contracts/carrier-accounts';
import { sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { credentialsOf, findAccount, textsUrl } from './account-row.ts';
import { orUnavailable } from './ask-carrier.ts';
import { pointsTo, registrationStateOf } from './number-problems.ts';
import type { CarrierSetup, ListedNumber } from './setup-port.ts';
import { rememberRegistrations, writeNumbers } from './write-numbers.ts';

/**
 * Lists the numbers of an account as the carrier has them. Those that `phones` names are imported, their texts are posted here from
 * now on, and what the carrier says about that afterwards is in the answer.
 *
 * @throws DomainError `invalid_input` when the account has no such number, `already_exists` when another account here has it,
 * `unavailable` or `blocked` as the carrier answers
 */
export async function syncCarrierNumbers(
  ctx: Context,
  input: { id: string } & SyncNumbers,
): Promise<{ items: CarrierNumber[] }> {
  requirePermission(ctx, 'carrier:write');
  const { settings, setup } = ctx.services;
  const account = await withTransaction(ctx, (ctx) => findAccount(ctx, input.id));
  const carrier = setup.carrier(credentialsOf(settings, account));
  const listed = await orUnavailable(() => carrier.numbers());
  const chosen = chosenOf(listed, input.phones ?? []);
  const url = textsUrl(settings, account);
  if (chosen.length > 0) await importNumbers(ctx, account.id, chosen);
  const pointed = await orUnavailable(() => pointAll(carrier, chosen, url));
  const now = listed.map((number) => ({ ...number, smsUrl: pointed.get(number.phone) ?? number.smsUrl }));
  return withTransaction(ctx, async (ctx) => {
    const row = await findAccount(ctx, account.id);
    await rememberRegistrations(ctx, row, now);
    return { items: await viewNumbers(ctx, row.id, now, url) };
  });
}

function chosenOf(listed: readonly ListedNumber[], phones: readonly string[]): ListedNumber[] {
  return [...new Set(phones)].map((phone) => {
    const number = listed.find((one) => one.phone === phone);
    if (number !== undefined) return number;
    throw new DomainError('invalid_input', {
      detail: `The carrier lists no number ${phone} for this account. Choose one of the list.`,
      fields: [{ field: 'phones', detail: `${phone} is not listed` }],
    });
  });
}

async function importNumbers(ctx: Context, id: string, chosen: readonly ListedNumber[]): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const row = await findAccount(ctx, id, true);
    await writeNumbers(ctx, row, chosen);
    await audit(ctx, {
      action: 'carrier-account.import-numbers',
      target: { type: 'carrier-account', id },
      after: { phones: chosen.map(({ phone }) => phone) },
    });
  });
}

async function pointAll(
  carrier: CarrierSetup,
  chosen: readonly ListedNumber[],
  url: string,
): Promise<ReadonlyMap<string, string | null>> {
  const pointed = new Map<string, string | null>();
  for (const number of chosen) {
    pointed.set(number.phone, number.smsUrl === url ? url : await carrier.pointTexts(number, url));
  }
  return pointed;
}

async function viewNumbers(
  ctx: TxContext,
  accountId: string,
  listed: readonly ListedNumber[],
  url: string,
): Promise<CarrierNumber[]> {
  const rows = await ctx.tx.db
    .select({ phone: sendingNumbers.phone })
    .from(sendingNumbers)
    .where(eq(sendingNumbers.carrierAccountId, accountId));
  const imported = new Set(rows.map(({ phone }) => phone));
  return listed.map((number) => ({
    phone: number.phone,
    type: number.type,
    name: number.name,
    registration: { state: registrationStateOf(number), name: number.registration?.name ?? null },
    webhook: pointsTo(number, url)
      ? 'ours'
      : number.smsUrl === null && number.overriddenBy === null
        ? 'none'
        : 'elsewhere',
    imported: imported.has(number.phone),
  }));
}
