import { eq } from 'drizzle-orm';
import type { CarrierAccount } from '@sms-crm/contracts/carrier-accounts';
import { sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { carrierAccountChecks } from '@sms-crm/db/tables/going-live';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { credentialsOf, findAccount, stageOf, textsUrl, type AccountRow } from './account-row.ts';
import { credentialsProblem, orUnavailable } from './ask-carrier.ts';
import { publicUrlProblem } from './check-public-url.ts';
import { registrationProblem, webhookProblem } from './number-problems.ts';
import type { CarrierSetup, ListedNumber } from './setup-port.ts';
import { viewAccount } from './view.ts';
import { rememberRegistrations } from './write-numbers.ts';

/** What one look found: null where all is well, else what is wrong and the fix; undefined where it could not be seen. */
type Looked = {
  credentials: string | null;
  publicUrl: string | null;
  numbers: ListedNumber[] | undefined;
};

/**
 * Looks at everything on an account's checklist that can be looked at: credentials, public address, webhooks and registrations.
 *
 * @throws DomainError `unavailable` when the carrier does not answer, `wrong_state` for a simulated account
 */
export async function verifyCarrierAccount(ctx: Context, input: { id: string }): Promise<CarrierAccount> {
  requirePermission(ctx, 'carrier:write');
  return lookAndKeep(ctx, input.id);
}

/** Looks, and keeps what was found. */
export async function lookAndKeep(ctx: Context, id: string): Promise<CarrierAccount> {
  const row = await withTransaction(ctx, (ctx) => findAccount(ctx, id));
  requireReal(row);
  const looked = await lookAt(ctx, row);
  return withTransaction(ctx, async (ctx) => {
    const current = await findAccount(ctx, id, true);
    if (looked.numbers !== undefined) await rememberRegistrations(ctx, current, looked.numbers);
    await writeChecks(ctx, current, looked);
    await audit(ctx, {
      action: 'carrier-account.verify',
      target: { type: 'carrier-account', id: current.id },
      after: { credentials: looked.credentials === null, publicUrl: looked.publicUrl === null },
    });
    return viewAccount(ctx, current);
  });
}

/**
 * @throws DomainError `wrong_state` for an account of the simulator
 */
export function requireReal(row: AccountRow): void {
  if (stageOf(row) !== 'simulated') return;
  throw new DomainError('wrong_state', {
    detail:
      'This account belongs to the built-in simulator and reaches nobody. Add an account of the carrier to go live.',
  });
}

async function lookAt(ctx: Context, row: AccountRow): Promise<Looked> {
  const { settings, setup } = ctx.services;
  const carrier: CarrierSetup = setup.carrier(credentialsOf(settings, row));
  const publicUrl = await publicUrlProblem(settings, setup.outside);
  return orUnavailable(async () => {
    const credentials = await credentialsProblem(carrier);
    return { credentials, publicUrl, numbers: credentials === null ? await carrier.numbers() : undefined };
  });
}

async function writeChecks(
  ctx: TxContext,
  row: AccountRow,
  { credentials, publicUrl, numbers }: Looked,
): Promise<void> {
  const own = await ctx.tx.db
    .select({ phone: sendingNumbers.phone })
    .from(sendingNumbers)
    .where(eq(sendingNumbers.carrierAccountId, row.id));
  const phones = own.map(({ phone }) => phone);
  const url = textsUrl(ctx.services.settings, row);
  const unseen = 'Could not be looked at, because the carrier refused the credentials.';
  await writeCheck(ctx, row, 'credentials', credentials, 'The carrier accepts them.');
  await writeCheck(ctx, row, 'public-url', publicUrl, `${new URL(url).origin} answers.`);
  const webhooks = numbers === undefined ? unseen : webhookProblem(phones, numbers, url);
  await writeCheck(ctx, row, 'webhooks', webhooks, 'Every imported number posts its texts here.');
  const registration = numbers === undefined ? unseen : registrationProblem(phones, numbers);
  await writeCheck(ctx, row, 'registration', registration, 'Every imported number may text.');
}

async function writeCheck(
  ctx: TxContext,
  row: AccountRow,
  name: (typeof carrierAccountChecks.$inferSelect)['name'],
  problem: string | null,
  fine: string,
): Promise<void> {
  const found = { passed: problem === null, detail: problem ?? fine, checkedAt: ctx.services.clock.now() };
  await ctx.tx.db
    .insert(carrierAccountChecks)
    .values({ tenantId: ctx.tenantId, carrierAccountId: row.id, name, ...found })
    .onConflictDoUpdate({
      target: [
        carrierAccountChecks.tenantId,
        carrierAccountChecks.carrierAccountId,
        carrierAccountChecks.name,
      ],
      set: found,
    });
}
