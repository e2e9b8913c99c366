import { eq, sql } from 'drizzle-orm';
import type { NumberType, StopConfirmer } from '@sms-crm/contracts/numbers';
import { sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { carrierRegistrations } from '@sms-crm/db/tables/sending';
import { claimsLock, countForCap } from '../capacity/count-in-flight.ts';
import { wakeWaiting } from '../capacity/wake-waiting.ts';
import { wakePump, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { countMove, wakeNumber } from '../numbers/moved.ts';
import type { AccountRow } from './account-row.ts';
import type { ListedNumber } from './setup-port.ts';

/** Published rates in parts a second (Twilio, rate limits by sender type); a 10DLC campaign's own rate binds beside it. */
const publishedRates: Record<NumberType, number> = {
  'long-code': 1,
  '10dlc': 1,
  'toll-free': 3,
  'short-code': 100,
};

/** Who answers a STOP (Twilio, opt-out keywords by sender type): on short codes nobody but the application. */
const stopConfirmers: Record<NumberType, StopConfirmer> = {
  'long-code': 'carrier',
  '10dlc': 'carrier',
  'toll-free': 'network',
  'short-code': 'self',
};

/** Keeps how far the registrations of an account's listed numbers are. @returns our ids by the carrier's */
export async function rememberRegistrations(
  ctx: TxContext,
  account: AccountRow,
  listed: readonly ListedNumber[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map(
    listed.flatMap(({ registration }) =>
      registration === null ? [] : [[registration.carrierSid, registration]],
    ),
  );
  await lockForTenant(ctx, claimsLock);
  const rows = await ctx.tx.db
    .select()
    .from(carrierRegistrations)
    .where(eq(carrierRegistrations.carrierAccountId, account.id));
  const before = new Map(rows.map((row) => [row.id, row]));
  const ids = new Map<string, string>();
  let otherCaps = false;
  for (const { carrierSid, kind, name, status, brand } of found.values()) {
    const [row] = await ctx.tx.db
      .insert(carrierRegistrations)
      .values({ tenantId: ctx.tenantId, carrierAccountId: account.id, carrierSid, kind, name, status, brand })
      .onConflictDoUpdate({
        target: [
          carrierRegistrations.tenantId,
          carrierRegistrations.carrierAccountId,
          carrierRegistrations.carrierSid,
        ],
        targetWhere: sql`carrier_sid is not null`,
        // A brand that a person wrote down joins registrations of several carriers.
        set: { status, brand: sql`coalesce(${carrierRegistrations.brand}, excluded.brand)` },
      })
      .returning();
    if (row === undefined) continue;
    ids.set(carrierSid, row.id);
    const was = before.get(row.id);
    if (was === undefined) continue;
    await countForCap(ctx, { numberId: null, before: was, after: row });
    otherCaps ||= was.capId !== row.capId;
  }
  if (otherCaps) {
    await wakeWaiting(ctx, ['carrier_cap']);
    wakePump(ctx);
  }
  return ids;
}

/**
 * Makes sending numbers of listed ones; a number of this account that is here already gets its type and registration anew. New ones
 * begin their warm-up.
 *
 * @throws DomainError `already_exists` when a number belongs to another account
 */
export async function writeNumbers(
  ctx: TxContext,
  account: AccountRow,
  numbers: readonly ListedNumber[],
): Promise<void> {
  await lockForTenant(ctx, 'numbers');
  const registrations = await rememberRegistrations(ctx, account, numbers);
  const own = eq(sendingNumbers.carrierAccountId, account.id);
  const before = new Map(
    (await ctx.tx.db.select().from(sendingNumbers).where(own)).map((row) => [row.id, row]),
  );
  for (const { phone, type, registration } of numbers) {
    const registrationId =
      registration === null ? null : (registrations.get(registration.carrierSid) ?? null);
    const [written] = await ctx.tx.db
      .insert(sendingNumbers)
      .values({
        tenantId: ctx.tenantId,
        carrierAccountId: account.id,
        phone,
        type,
        registrationId,
        rateParts: publishedRates[type],
        stopConfirmer: stopConfirmers[type],
        warmUpLevel: 0,
      })
      .onConflictDoUpdate({
        target: [sendingNumbers.tenantId, sendingNumbers.phone],
        set: { type, registrationId },
        setWhere: own,
      })
      .returning({ id: sendingNumbers.id });
    if (written === undefined) throw belongsElsewhere(phone);
    const was = before.get(written.id);
    if (was === undefined || was.registrationId === registrationId) continue;
    await countMove(ctx, { numberId: written.id, from: was.registrationId, to: registrationId });
    await wakeNumber(ctx, written.id);
  }
  wakePump(ctx);
}

function belongsElsewhere(phone: string): DomainError {
  return new DomainError('already_exists', {
    detail: `${phone} belongs to another carrier account here. Remove it there first.`,
    fields: [{ field: 'phones', detail: `${phone} belongs to another account` }],
  });
}
