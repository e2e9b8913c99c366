import { desc, eq } from 'drizzle-orm';
import type { Page } from '@sms-crm/contracts/paging';
import type { TestPhone } from '@sms-crm/contracts/test-phones';
import { testPhones } from '@sms-crm/db/tables/test-phones';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';

export type TestPhoneRow = typeof testPhones.$inferSelect;

/** Most phones a tenant may add. */
export const maxTestPhones = 100;

/** A test phone as the API shows it. */
export function testPhoneView(row: TestPhoneRow): TestPhone {
  return {
    id: row.id,
    phone: row.phone,
    name: row.name,
    addedBy: row.addedBy,
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

/** The tenant's test phones, newest first. */
export async function listTestPhones(ctx: Context): Promise<Page<TestPhone>> {
  requirePermission(ctx, 'campaigns:read');
  return withTransaction(ctx, async (ctx) => {
    const rows = await ctx.tx.db.select().from(testPhones).orderBy(desc(testPhones.id)).limit(maxTestPhones);
    return { items: rows.map(testPhoneView), nextCursor: null, total: rows.length };
  });
}

/**
 * The row, locked.
 *
 * @throws DomainError `not_found`
 */
export async function lockTestPhone(ctx: TxContext, id: string): Promise<TestPhoneRow> {
  const [row] = await ctx.tx.db.select().from(testPhones).where(eq(testPhones.id, id)).for('update');
  if (row === undefined) throw notFound('test phone');
  return row;
}
