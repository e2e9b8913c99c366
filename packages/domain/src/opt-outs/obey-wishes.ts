import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { optIn } from './opt-in.ts';
import { optOut } from './opt-out.ts';

/** A recipient's word on being texted: from which phone, in which inbound message, when it came in. */
export type RecipientWish = { phone: string; messageId: string; at: Date };

/** What they ask for: no more texts, or texts again. */
export type Wish = RecipientWish & { intent: 'stop' | 'start' };

/**
 * Obeys recipients who wrote STOP or START: their entry on the do-not-contact list and their consent change together, in one
 * transaction. What one phone asks for is obeyed in the given order; the statements are as many as the most wishes of one phone
 * need, however many phones there are.
 *
 * @returns the messages whose wish changed something; a repeated STOP, or a START nobody was stopped for, is not among them
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
  const stopped = await optOut(
    ctx,
    turn.filter(({ intent }) => intent === 'stop'),
  );
  const started = await optIn(
    ctx,
    turn.filter(({ intent }) => intent === 'start'),
  );
  return [...stopped, ...started].map(({ messageId }) => messageId);
}
