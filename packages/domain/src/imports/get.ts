import type { ImportView } from '@sms-crm/contracts/imports';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { findImport, importView, rejectedSample } from './view.ts';

/** One import with its progress, totals and first rejected rows. */
export async function getImport(ctx: Context, input: { id: string }): Promise<ImportView> {
  requirePermission(ctx, 'contacts:read');
  return withTransaction(ctx, async (ctx) => {
    const row = await findImport(ctx, input.id);
    return importView(row, await rejectedSample(ctx, row.id));
  });
}
