import { and, asc, eq } from 'drizzle-orm';
import { sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { carrierRegistrations } from '@sms-crm/db/tables/sending';
import type { TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import type { NumberRow } from '../numbers/find.ts';

type Registration = typeof carrierRegistrations.$inferSelect;

/** Numbers named in the refusal. */
const mostNamed = 3;

/**
 * Carriers hold each registration to what it was approved for.
 *
 * @throws DomainError `blocked` telling what the number lacks, and which numbers do not
 */
export async function requireTransactional(ctx: TxContext, number: NumberRow): Promise<void> {
  const [registration] =
    number.registrationId === null
      ? []
      : await ctx.tx.db
          .select()
          .from(carrierRegistrations)
          .where(eq(carrierRegistrations.id, number.registrationId));
  if (registration?.transactional === true && registration.status === 'approved') return;
  const others = await allowedNumbers(ctx);
  const detail = `${number.phone} is not registered for transactional texts: ${missing(registration)}`;
  throw new DomainError('blocked', {
    detail: others === '' ? detail : `${detail} Or send from a number that is: ${others}.`,
  });
}

function missing(registration: Registration | undefined): string {
  if (registration === undefined) {
    return 'it belongs to no registration. Choose one that the carrier approved for them on the page of the number.';
  }
  const { name, status } = registration;
  return status === 'approved'
    ? `its registration “${name}” is for marketing. When the carrier approved it for them, note that under Numbers, Registrations.`
    : `its registration “${name}” is ${status}. When the carrier approved it, note that under Numbers, Registrations.`;
}

async function allowedNumbers(ctx: TxContext): Promise<string> {
  const rows = await ctx.tx.db
    .select({ id: sendingNumbers.id, phone: sendingNumbers.phone })
    .from(sendingNumbers)
    .innerJoin(carrierRegistrations, eq(carrierRegistrations.id, sendingNumbers.registrationId))
    .where(and(eq(carrierRegistrations.transactional, true), eq(carrierRegistrations.status, 'approved')))
    .orderBy(asc(sendingNumbers.phone))
    .limit(mostNamed);
  return rows.map(({ id, phone }) => `${phone} (numberId ${id})`).join(', ');
}
