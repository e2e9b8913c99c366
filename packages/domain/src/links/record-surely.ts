import { errorCode } from '@sms-crm/db/transaction';
import { recordClicks, type RecordLimits } from '../clicks/record.ts';
import type { Context } from '../context/context.ts';
import type { Hit } from './hit-stream.ts';

/** Hits recorded by one transaction: enough for its fixed costs not to matter, few enough for it to end soon. */
const perTransaction = 5_000;

/**
 * Records hits, so that one the database can never take (SQLSTATE 22 or 23) is logged and left out and keeps back none of the others.
 *
 * @throws whatever else the database says, after which all may be recorded again
 */
export async function recordSurely(
  ctx: Context,
  hits: readonly Hit[],
  limits: RecordLimits = {},
): Promise<void> {
  for (let from = 0; from < hits.length; from += perTransaction) {
    await recordSome(ctx, hits.slice(from, from + perTransaction), limits);
  }
}

async function recordSome(ctx: Context, hits: readonly Hit[], limits: RecordLimits): Promise<void> {
  try {
    await recordClicks(ctx, hits, limits);
  } catch (error) {
    if (!/^2[23]/.test(errorCode(error) ?? '')) throw error;
    if (hits.length === 1) {
      ctx.log.error({ err: error, hitId: hits[0]?.id }, 'a click could not be recorded');
      return;
    }
    const half = Math.ceil(hits.length / 2);
    await recordSome(ctx, hits.slice(0, half), limits);
    await recordSome(ctx, hits.slice(half), limits);
  }
}
