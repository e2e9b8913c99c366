import { eq } from 'drizzle-orm';
import type { ImportView } from '@sms-crm/contracts/imports';
import { imports } from '@sms-crm/db/tables/contacts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { enqueue, withTransaction, type Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { importJob } from './due.ts';
import { signalImport } from './run.ts';
import { findImport, importView, rejectedSample } from './view.ts';

/**
 * Has the accepted rows of a checked import written.
 *
 * @throws DomainError `wrong_state` unless the file was checked and has a row to import
 */
export async function startCommit(ctx: Context, input: { id: string }): Promise<ImportView> {
  requirePermission(ctx, 'contacts:import');
  return withTransaction(ctx, async (ctx) => {
    const row = await findImport(ctx, input.id, { lock: true });
    if (row.status !== 'checked') throw notChecked(row.status);
    if ((row.totals?.accepted ?? 0) === 0) {
      throw new DomainError('wrong_state', {
        detail:
          'No row of this file can be imported. Look at the reasons, mend the file or the mapping, and check again.',
      });
    }
    const now = ctx.services.clock.now();
    const [updated] = await ctx.tx.db
      .update(imports)
      .set({
        status: 'committing',
        rowsDone: 0,
        batchesAhead: [],
        contactsWritten: 0,
        run: row.run + 1,
        offeredAt: now,
        progressAt: now,
      })
      .where(eq(imports.id, row.id))
      .returning();
    if (updated === undefined) throw new Error(`import ${row.id} vanished inside its own transaction`);
    await audit(ctx, { action: 'import.commit', target: { type: 'import', id: row.id }, after: row.totals });
    enqueue(ctx, importJob(updated, ctx.requestId));
    signalImport(ctx, row.id);
    return importView(updated, await rejectedSample(ctx, row.id));
  });
}

function notChecked(status: string): DomainError {
  const words: Record<string, string> = {
    uploaded: 'The file was not checked yet. Run the dry run first.',
    checking: 'The file is still being checked. Wait for the result.',
    committing: 'This import is running already.',
    completed: 'This import is complete. Upload the file again to import it once more.',
  };
  return new DomainError('wrong_state', {
    detail: words[status] ?? 'This import has ended. Upload the file again.',
  });
}
