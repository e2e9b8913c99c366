import { and, eq, ne } from 'drizzle-orm';
import { numberRates, type NumberDetail, type UpdateNumber } from '@sms-crm/contracts/numbers';
import { sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { warmUpSteps } from '@sms-crm/db/tables/sending';
import { claimsLock, countForRamp } from '../capacity/count-in-flight.ts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { wakePump, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { findRegistration } from '../registrations/find.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { dayIn } from './advance-warm-up.ts';
import { getNumber } from './detail.ts';
import { findNumber, type NumberRow } from './find.ts';
import { countMove, wakeNumber } from './moved.ts';
import { warmUpAllowance } from './warm-up-curve.ts';

/**
 * Changes a number: rate, ramp, stop and resume, default, who confirms a STOP, registration. Resuming one that a carrier stopped is a
 * member's word that its cause is mended.
 *
 * @throws DomainError `not_found`; `invalid_input` for a rate no carrier publishes for this type, or a registration of another account
 */
export async function updateNumber(
  ctx: Context,
  { id, change }: { id: string; change: UpdateNumber },
): Promise<NumberDetail> {
  requirePermission(ctx, 'numbers:write');
  return withTransaction(ctx, async (ctx) => {
    await lockForTenant(ctx, 'numbers');
    if (beginsCounts(change)) await lockForTenant(ctx, claimsLock);
    const before = await findNumber(ctx, id);
    await check(ctx, before, change);
    const set = await changeOf(ctx, before, change);
    if (change.isDefault === true) {
      await ctx.tx.db
        .update(sendingNumbers)
        .set({ isDefault: false })
        .where(and(ne(sendingNumbers.id, id), eq(sendingNumbers.isDefault, true)));
    }
    if (Object.keys(set).length > 0) {
      await ctx.tx.db.update(sendingNumbers).set(set).where(eq(sendingNumbers.id, id));
      if (beginsCounts(change)) await countInFlight(ctx, before);
      await wakeNumber(ctx, id);
    }
    await audit(ctx, {
      action: 'number.update',
      target: { type: 'number', id },
      before: pick(before, set),
      after: set,
    });
    wakePump(ctx);
    return getNumber(ctx, { id });
  });
}

async function check(ctx: TxContext, number: NumberRow, change: UpdateNumber): Promise<void> {
  const { most } = numberRates[number.type];
  if (change.rateParts !== undefined && change.rateParts > most) {
    throw invalid(
      'rateParts',
      `Carriers take at most ${most} parts a second from a number of this type. Enter ${most} or less.`,
    );
  }
  if (change.registrationId !== undefined && change.registrationId !== null) {
    const registration = await findRegistration(ctx, change.registrationId);
    if (registration.carrierAccountId !== number.carrierAccountId) {
      throw invalid(
        'registrationId',
        'This registration belongs to another carrier account. Choose one of the number’s own.',
      );
    }
  }
}

function invalid(field: string, detail: string): DomainError {
  return new DomainError('invalid_input', { detail, fields: [{ field, detail }] });
}

type Changed = Partial<typeof sendingNumbers.$inferInsert>;

async function changeOf(ctx: TxContext, number: NumberRow, change: UpdateNumber): Promise<Changed> {
  const { rateParts, warmUpCurve, isDefault, stopConfirmer, registrationId } = change;
  return {
    ...(rateParts === undefined ? {} : { rateParts }),
    ...(warmUpCurve === undefined ? {} : { warmUpCurve }),
    ...(isDefault === undefined ? {} : { isDefault }),
    ...(stopConfirmer === undefined ? {} : { stopConfirmer }),
    ...(registrationId === undefined ? {} : { registrationId }),
    ...stopOf(ctx, number, change),
    ...(await warmUpOf(ctx, number, change)),
  };
}

function stopOf(ctx: TxContext, { stoppedAt }: NumberRow, { stopped }: UpdateNumber): Changed {
  if (stopped === undefined || stopped === (stoppedAt !== null)) return {};
  return { stoppedAt: stopped ? ctx.services.clock.now() : null, stoppedCode: null };
}

async function warmUpOf(ctx: TxContext, number: NumberRow, { warmUp }: UpdateNumber): Promise<Changed> {
  const level = warmUp === 'start' ? 0 : null;
  if (warmUp === undefined || level === number.warmUpLevel) return {};
  const { timeZone } = await tenantSettings(ctx);
  const day = await dayIn(ctx, timeZone);
  await ctx.tx.db.insert(warmUpSteps).values({
    tenantId: ctx.tenantId,
    numberId: number.id,
    day,
    fromLevel: number.warmUpLevel,
    toLevel: level,
    reason: warmUp === 'start' ? 'started' : 'skipped',
    at: ctx.services.clock.now(),
  });
  return { warmUpLevel: level, warmUpDay: level === null ? null : day };
}

/** Whether a change makes counts of the day hold that did not before. */
function beginsCounts({ registrationId, warmUp, warmUpCurve, rateParts }: UpdateNumber): boolean {
  return [registrationId, warmUp, warmUpCurve, rateParts].some((one) => one !== undefined);
}

async function countInFlight(ctx: TxContext, before: NumberRow): Promise<void> {
  const after = await findNumber(ctx, before.id);
  if (warmUpAllowance(after) !== null) {
    const { timeZone } = await tenantSettings(ctx);
    await countForRamp(ctx, after.id, await dayIn(ctx, timeZone));
  }
  await countMove(ctx, { numberId: after.id, from: before.registrationId, to: after.registrationId });
}

function pick(number: NumberRow, set: Changed): object {
  return Object.fromEntries(Object.entries(number).filter(([key]) => key in set));
}
