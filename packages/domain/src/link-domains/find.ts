import { eq } from 'drizzle-orm';
import { linkDomains } from '@sms-crm/db/tables/links';
import type { TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';
import type { LinkDomainRow } from './view.ts';

/**
 * A domain of the tenant, locked.
 *
 * @throws DomainError `not_found`
 */
export async function findLinkDomain(ctx: TxContext, id: string): Promise<LinkDomainRow> {
  const [row] = await ctx.tx.db.select().from(linkDomains).where(eq(linkDomains.id, id)).for('no key update');
  if (row === undefined) throw notFound('link domain');
  return row;
}
