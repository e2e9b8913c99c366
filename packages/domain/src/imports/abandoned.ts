import { withTransaction, type Context } from '../context/context.ts';
import { brokenUploadSeconds, forgottenSeconds } from './due.ts';
import { endImport } from './run.ts';
import { findImport, type ImportRow } from './view.ts';

/**
 * Ends an import that nobody goes on with: an upload whose process died, or a file that was not committed within a week.
 *
 * @returns whether the import stands before its check, so that there is nothing to check
 */
export async function endAbandoned(ctx: Context, importId: string): Promise<boolean> {
  return withTransaction(ctx, async (ctx) => {
    const row = await findImport(ctx, importId, { lock: true });
    if (row.status === 'checking') return false;
    const silentMs = ctx.services.clock.now().getTime() - (row.progressAt ?? row.createdAt).getTime();
    const end = endOf(row);
    if (end !== undefined && silentMs >= end.afterSeconds * 1_000) await endImport(ctx, row, end);
    return true;
  });
}

function endOf(
  row: ImportRow,
): { afterSeconds: number; status: 'failed' | 'canceled'; failure: string } | undefined {
  if (row.status === 'uploading') {
    const failure = 'The upload broke off before its end. Upload the file again.';
    return { afterSeconds: brokenUploadSeconds, status: 'failed', failure };
  }
  if (row.status === 'uploaded' || row.status === 'checked') {
    const failure = 'Nobody imported this file within a week, so it was dropped. Upload it again.';
    return { afterSeconds: forgottenSeconds, status: 'canceled', failure };
  }
  return undefined;
}
