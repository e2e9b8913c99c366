import { and, count, eq, gt, lte } from 'drizzle-orm';
import { testSends } from '@sms-crm/db/tables/test-phones';
import type { TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { lockForTenant } from '../context/tenant-lock.ts';

/** Test texts, codes among them, that one member or key may ask for in an hour. */
export const mostPerHour = 20;
const hourMs = 3_600_000;

/**
 * Takes some test texts from what the actor may ask for in an hour.
 *
 * @throws DomainError `too_many_requests`
 */
export async function takeTestSends(ctx: TxContext, texts: number): Promise<void> {
  const { db } = ctx.tx;
  const actorId = ctx.actor.id;
  const now = ctx.services.clock.now();
  const since = new Date(now.getTime() - hourMs);
  // Two requests of one person at once count one after the other.
  await lockForTenant(ctx, `test-sends ${actorId}`);
  await db.delete(testSends).where(and(eq(testSends.actorId, actorId), lte(testSends.at, since)));
  const [taken] = await db
    .select({ count: count() })
    .from(testSends)
    .where(and(eq(testSends.actorId, actorId), gt(testSends.at, since)));
  if ((taken?.count ?? 0) + texts > mostPerHour) {
    throw new DomainError('too_many_requests', {
      detail: `You may send ${mostPerHour} test texts an hour, codes among them. Wait a while and try again.`,
    });
  }
  await db
    .insert(testSends)
    .values(Array.from({ length: texts }, () => ({ tenantId: ctx.tenantId, actorId, at: now })));
}
