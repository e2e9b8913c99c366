import type { Context } from '../context/context.ts';
import { classifyHit } from './classify.ts';
import { readHints } from './hints.ts';
import type { Hit } from './hit-stream.ts';
import { recordClicks, type Click } from './record-clicks.ts';

/**
 * Judges and stores hits of this tenant's short links; one that is stored already is left alone.
 *
 * @returns how many were new
 */
export async function recordHits(ctx: Context, hits: readonly Hit[]): Promise<number> {
  return recordClicks(ctx, hits.map(judged));
}

function judged({ id, ip: _ip, agent, hints, ...hit }: Hit): Click {
  const headers = { ...readHints(hints), 'user-agent': agent };
  return { ...hit, hitId: id, userAgent: agent, ...classifyHit({ headers }) };
}
