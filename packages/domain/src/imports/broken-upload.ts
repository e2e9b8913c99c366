import { withTransaction, type Context } from '../context/context.ts';
import { brokenUploadSeconds } from './due.ts';
import { endImport } from './run.ts';
import { findImport } from './view.ts';

/**
 * Ends an upload whose process died: no slice came for ten minutes.
 *
 * @returns whether the import still was an upload, so that there is nothing to check
 */
export async function endBrokenUpload(ctx: Context, importId: string): Promise<boolean> {
  return withTransaction(ctx, async (ctx) => {
    const row = await findImport(ctx, importId, { lock: true });
    if (row.status !== 'uploading') return false;
    const silentMs = ctx.services.clock.now().getTime() - (row.progressAt ?? row.createdAt).getTime();
    if (silentMs >= brokenUploadSeconds * 1_000) {
      await endImport(ctx, row, {
        status: 'failed',
        failure: 'The upload broke off before its end. Upload the file again.',
      });
    }
    return true;
  });
}
