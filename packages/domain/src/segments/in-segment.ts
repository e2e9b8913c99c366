import { sql, type SQL } from 'drizzle-orm';
import { contacts } from '@sms-crm/db/tables/contacts';
import type { TxContext } from '../context/context.ts';
import { segmentCondition } from './condition.ts';
import { findSegment } from './find.ts';

/**
 * Whether a row of `contacts` belongs to a segment.
 *
 * @throws DomainError `not_found`
 */
export async function inSegment(ctx: TxContext, id: string): Promise<SQL> {
  const { filter } = await findSegment(ctx, id);
  return sql`${contacts.id} in (select c.id from contacts c where c.tenant_id = ${ctx.tenantId}::uuid and ${segmentCondition(filter)})`;
}
