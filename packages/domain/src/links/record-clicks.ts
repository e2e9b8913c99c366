import { recordClicks as record } from '../clicks/record.ts';
import type { Context } from '../context/context.ts';
import type { Click } from './click-stream.ts';

/** Records clicks of the stream as hits: what they were is judged anew. */
export function recordClicks(ctx: Context, clicks: readonly Click[]): Promise<number> {
  return record(
    ctx,
    clicks.map(({ hitId, userAgent, ...rest }) => ({ ...rest, id: hitId, ip: '', agent: userAgent, hints: '' })),
  );
}
