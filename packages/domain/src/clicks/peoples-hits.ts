import type { TxContext } from '../context/context.ts';
import type { Change } from './count.ts';
import type { JudgedHit } from './judged-hit.ts';
import { mostOfText, readOfTexts } from './neighbours.ts';

/**
 * The other hits by people of the texts whose people's hits change: by them it is told whether a text was clicked before.
 *
 * @param known hits read already: all of the texts of the new ones, up to `mostOfText` each, and single ones of others
 */
export async function readPeoplesHits(
  ctx: TxContext,
  changes: readonly Change[],
  known: readonly JudgedHit[],
): Promise<JudgedHit[]> {
  const texts = new Set(changes.filter(concernsPeople).map(({ after }) => after.messageId));
  const fresh = new Set(changes.filter(({ before }) => before === null).map(({ after }) => after.messageId));
  const byText = Map.groupBy(known, (hit) => hit.messageId);
  const isWhole = (id: string) => fresh.has(id) && (byText.get(id)?.length ?? 0) < mostOfText;
  const missing = [...texts].filter((id) => id !== null && !isWhole(id)).filter((id) => id !== null);
  const hits = new Map(
    [...known, ...(await readOfTexts(ctx, missing, ['human']))].map((hit) => [hit.id, hit]),
  );
  for (const { after } of changes) hits.delete(after.id);
  return [...hits.values()].filter((hit) => texts.has(hit.messageId));
}

function concernsPeople({ before, after }: Change): boolean {
  return before?.verdict === 'human' || after.verdict === 'human';
}
