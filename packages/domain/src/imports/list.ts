import { and, desc, lt, ne } from 'drizzle-orm';
import type { z } from 'zod';
import type { ImportView, listImportsQuery } from '@sms-crm/contracts/imports';
import type { Page } from '@sms-crm/contracts/paging';
import { imports } from '@sms-crm/db/tables/contacts';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { decodeIdCursor, toPage } from '../context/cursor.ts';
import { importView } from './view.ts';

/** Imports, newest first, without their rejected rows. */
export async function listImports(
  ctx: Context,
  query: z.infer<typeof listImportsQuery>,
): Promise<Page<ImportView>> {
  requirePermission(ctx, 'contacts:read');
  const cursor = decodeIdCursor(query.cursor);
  return withTransaction(ctx, async ({ tx }) => {
    const rows = await tx.db
      .select()
      .from(imports)
      .where(and(ne(imports.status, 'uploading'), cursor === undefined ? undefined : lt(imports.id, cursor)))
      .orderBy(desc(imports.id))
      .limit(query.limit + 1);
    return toPage(rows, query.limit, { item: (row) => importView(row, []), cursor: (row) => [row.id] });
  });
}
