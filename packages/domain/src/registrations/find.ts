import { eq } from 'drizzle-orm';
import { carrierRegistrations } from '@sms-crm/db/tables/sending';
import type { TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';

export type RegistrationRow = typeof carrierRegistrations.$inferSelect;

/**
 * @throws DomainError `not_found`
 */
export async function findRegistration(ctx: TxContext, id: string): Promise<RegistrationRow> {
  const [row] = await ctx.tx.db.select().from(carrierRegistrations).where(eq(carrierRegistrations.id, id));
  if (row === undefined) throw notFound('registration');
  return row;
}
