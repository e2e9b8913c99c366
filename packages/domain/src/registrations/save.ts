import { and, eq, inArray, isNull } from 'drizzle-orm';
import {
  registrationTierLimits,
  type CreateRegistration,
  type Registration,
  type RegistrationKind,
  type RegistrationTier,
  type UpdateRegistration,
} from '@sms-crm/contracts/registrations';
import { carrierAccounts, sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { carrierRegistrations } from '@sms-crm/db/tables/sending';
import { claimsLock, countForCap } from '../capacity/count-in-flight.ts';
import { wakeWaiting } from '../capacity/wake-waiting.ts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { wakePump, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError, notFound } from '../context/errors.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { findRegistration, type RegistrationRow } from './find.ts';
import { readRegistrations } from './list.ts';

/** The carrier's code for texts of numbers whose registration is not approved. */
const stopCodes = { '10dlc': '30034', 'toll-free': '30032', 'short-code': '30033' } as const satisfies Record<
  RegistrationKind,
  string
>;
const suspendedCode = '30033';

/**
 * Notes a registration the tenant has at its carrier.
 *
 * @throws DomainError `not_found` when there is no such carrier account; `invalid_input` for a tier of another kind
 */
export async function createRegistration(ctx: Context, input: CreateRegistration): Promise<Registration> {
  requirePermission(ctx, 'numbers:write');
  return withTransaction(ctx, async (ctx) => {
    const [account] = await ctx.tx.db
      .select({ id: carrierAccounts.id })
      .from(carrierAccounts)
      .where(eq(carrierAccounts.id, input.carrierAccountId));
    if (account === undefined) throw notFound('carrier account');
    const [row] = await ctx.tx.db
      .insert(carrierRegistrations)
      .values({ tenantId: ctx.tenantId, ...input, ...limitsOf(input.kind, input.tier) })
      .returning();
    if (row === undefined) throw new Error('the new registration was not returned');
    await audit(ctx, {
      action: 'registration.create',
      target: { type: 'registration', id: row.id },
      after: input,
    });
    return readOne(ctx, row.id);
  });
}

/**
 * Changes what is known of a registration. Its numbers are stopped while it is not approved, and go on when it is.
 *
 * @throws DomainError `not_found`; `invalid_input` for a tier of another kind
 */
export async function updateRegistration(
  ctx: Context,
  { id, change }: { id: string; change: UpdateRegistration },
): Promise<Registration> {
  requirePermission(ctx, 'numbers:write');
  return withTransaction(ctx, async (ctx) => {
    if (change.tier !== undefined || change.brand !== undefined) await lockForTenant(ctx, claimsLock);
    const before = await findRegistration(ctx, id);
    const { name = before.name, status = before.status, tier = before.tier } = change;
    const { transactional = before.transactional, brand = before.brand } = change;
    const set = {
      name,
      status,
      tier,
      brand,
      transactional,
      ...(change.tier === undefined ? {} : limitsOf(before.kind, change.tier)),
    };
    await ctx.tx.db.update(carrierRegistrations).set(set).where(eq(carrierRegistrations.id, id));
    if (status !== before.status) await stopOrStart(ctx, before, status);
    await countForCap(ctx, { numberId: null, before, after: await findRegistration(ctx, id) });
    if (tier !== before.tier || brand !== before.brand) await wakeWaiting(ctx, ['carrier_cap', 'rate_limit']);
    await audit(ctx, {
      action: 'registration.update',
      target: { type: 'registration', id },
      before: {
        name: before.name,
        status: before.status,
        tier: before.tier,
        brand: before.brand,
        transactional: before.transactional,
      },
      after: { name, status, tier, brand, transactional },
    });
    wakePump(ctx);
    return readOne(ctx, id);
  });
}

function limitsOf(kind: RegistrationKind, tier: RegistrationTier | null) {
  if (tier === null) return { rateParts: null, dailyCapParts: null };
  if (kind !== '10dlc') {
    const detail = 'Only a 10DLC campaign has a tier. Leave it out.';
    throw new DomainError('invalid_input', { detail, fields: [{ field: 'tier', detail }] });
  }
  const { rateParts, dailyCapParts } = registrationTierLimits[tier];
  return { rateParts, dailyCapParts };
}

/** A number that was stopped for another cause stays as it is. */
async function stopOrStart(
  ctx: TxContext,
  { id, kind }: RegistrationRow,
  status: RegistrationRow['status'],
): Promise<void> {
  const own = eq(sendingNumbers.registrationId, id);
  const ofRegistration = inArray(sendingNumbers.stoppedCode, [stopCodes[kind], suspendedCode]);
  await ctx.tx.db
    .update(sendingNumbers)
    .set({ stoppedAt: null, stoppedCode: null })
    .where(and(own, ofRegistration));
  if (status === 'approved') return;
  await ctx.tx.db
    .update(sendingNumbers)
    .set({
      stoppedAt: ctx.services.clock.now(),
      stoppedCode: status === 'suspended' ? suspendedCode : stopCodes[kind],
    })
    .where(and(own, isNull(sendingNumbers.stoppedAt)));
}

async function readOne(ctx: TxContext, id: string): Promise<Registration> {
  const [row] = await readRegistrations(ctx, id);
  if (row === undefined) throw notFound('registration');
  return row;
}
