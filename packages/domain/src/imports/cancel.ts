import type { ImportView } from '@sms-crm/contracts/imports';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { endImport } from './run.ts';
import { findImport, importView, rejectedSample, shownStatus } from './view.ts';

/**
 * Cancels an import that has not ended. A running one stops before its next batch; contacts it has written stay and are counted.
 *
 * @throws DomainError `wrong_state` when it has ended
 */
export async function cancelImport(ctx: Context, input: { id: string }): Promise<ImportView> {
  requirePermission(ctx, 'contacts:import');
  return withTransaction(ctx, async (ctx) => {
    const row = await findImport(ctx, input.id, { lock: true });
    const status = shownStatus(row);
    if (status === 'completed' || status === 'failed' || status === 'canceled') {
      throw new DomainError('wrong_state', { detail: `This import has ended already: it is ${status}.` });
    }
    await endImport(ctx, row, { status: 'canceled' });
    return importView(await findImport(ctx, row.id), await rejectedSample(ctx, row.id));
  });
}
