import { eq } from 'drizzle-orm';
import type { ImportSettings, ImportView } from '@sms-crm/contracts/imports';
import { imports } from '@sms-crm/db/tables/contacts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { enqueue, withTransaction, type Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { localNow } from './agreed-at.ts';
import { importJob } from './due.ts';
import { signalImport } from './run.ts';
import { validateSettings } from './settings.ts';
import { findImport, importView } from './view.ts';

/**
 * Stores the settings of an import and has the whole file checked with them: the dry run.
 *
 * @throws DomainError `invalid_input` for settings that do not fit the file, `wrong_state` once the import runs or ended
 */
export async function startCheck(
  ctx: Context,
  input: { id: string; settings: ImportSettings },
): Promise<ImportView> {
  requirePermission(ctx, 'contacts:import');
  return withTransaction(ctx, async (ctx) => {
    const row = await findImport(ctx, input.id, { lock: true });
    if (row.status !== 'uploaded' && row.status !== 'checked') {
      throw new DomainError('wrong_state', {
        detail:
          row.status === 'checking'
            ? 'The file is being checked right now. Wait for the result, then change the settings.'
            : 'This import was started or has ended; its settings cannot change any more. Upload the file again.',
      });
    }
    const now = ctx.services.clock.now();
    const { timeZone } = await tenantSettings(ctx);
    validateSettings(input.settings, row.columns, localNow(now, timeZone).local.slice(0, 10));
    const [updated] = await ctx.tx.db
      .update(imports)
      .set({
        status: 'checking',
        settings: input.settings,
        totals: null,
        rowsDone: 0,
        rowsTotal: null,
        run: row.run + 1,
        offeredAt: now,
        progressAt: now,
      })
      .where(eq(imports.id, row.id))
      .returning();
    if (updated === undefined) throw new Error(`import ${row.id} vanished inside its own transaction`);
    await audit(ctx, {
      action: 'import.check',
      target: { type: 'import', id: row.id },
      after: input.settings,
    });
    enqueue(ctx, importJob(updated, ctx.requestId));
    signalImport(ctx, row.id);
    return importView(updated, []);
  });
}
