import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import type { Finding } from '../opt-out-rules/matcher.ts';
import { closeReviews } from '../opt-out-reviews/close.ts';
import { holdForReview } from '../opt-out-reviews/hold.ts';
import { optIn } from './opt-in.ts';
import { optOut } from './opt-out.ts';

/** A recipient's word on being texted: from which phone, in which inbound message, when it came in, and why it counts if it is no keyword. */
export type RecipientWish = { phone: string; messageId: string; at: Date; reason?: string };

/** What they ask for: no more texts, or texts again, by a word that says so or by a YES, which may answer something else; or words that may ask for no more texts, which somebody has to decide. */
export type Wish = (RecipientWish & { intent: 'stop' | 'start' | 'yes' }) | Doubt;
export type Doubt = RecipientWish & { intent: 'doubt'; body: string; finding: Finding };

/**
 * Obeys recipients who wrote STOP or START: their entry on the do-not-contact list and their consent change together, in one
 * transaction, and a review of theirs that waits is decided by it, but not by a YES. A doubt stops marketing until its review. What one phone asks
 * for is obeyed in the given order; the statements are as many as the most wishes of one phone need, however many phones there are.
 *
 * @returns the messages whose STOP or START changed something; a repeated STOP, or a START nobody was stopped for, is not among them
 */
export async function obeyWishes(ctx: Context, wishes: readonly Wish[]): Promise<ReadonlySet<string>> {
  requirePermission(ctx, 'do-not-contact:write');
  if (wishes.length === 0) return new Set();
  return withTransaction(ctx, async (ctx) => {
    const changed: string[] = [];
    for (const turn of turnsOf(wishes)) changed.push(...(await obeyTurn(ctx, turn)));
    return new Set(changed);
  });
}

/** The first wish of each phone, then the second of each, and so on. */
function turnsOf(wishes: readonly Wish[]): Wish[][] {
  const turns: Wish[][] = [];
  for (const own of Map.groupBy(wishes, ({ phone }) => phone).values()) {
    for (const [index, wish] of own.entries()) (turns[index] ??= []).push(wish);
  }
  return turns;
}

async function obeyTurn(ctx: TxContext, turn: readonly Wish[]): Promise<string[]> {
  const stops = turn.filter(({ intent }) => intent === 'stop');
  const starts = turn.filter(({ intent }) => intent === 'start');
  const yeses = turn.filter(({ intent }) => intent === 'yes');
  await closeReviews(ctx, stops, 'opt-out');
  await closeReviews(ctx, starts, 'not-opt-out');
  await holdForReview(
    ctx,
    turn.filter((wish) => wish.intent === 'doubt'),
  );
  const stopped = await optOut(ctx, stops);
  const started = await optIn(ctx, [...starts, ...yeses]);
  return [...stopped, ...started].map(({ messageId }) => messageId);
}
