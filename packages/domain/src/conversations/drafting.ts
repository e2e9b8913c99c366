import { eq } from 'drizzle-orm';
import { conversations } from '@sms-crm/db/tables/inbox';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { announceThreads } from './announce.ts';
import { changeThread } from './change.ts';
import { lockConversation, type ConversationRow } from './find.ts';

/** So long a member counts as writing after the last sign of it, ms; pages give one every 8 s. */
const draftingMs = 20_000;

/**
 * Notes that a member writes an answer, or stopped to. Who began first is shown to the others until they stop.
 *
 * @throws DomainError `not_found`
 */
export async function noteDrafting(
  ctx: Context,
  { id, writing }: { id: string; writing: boolean },
): Promise<void> {
  requirePermission(ctx, 'inbox:reply');
  await withTransaction(ctx, async (ctx) => {
    const row = await lockConversation(ctx, id);
    if (drafterBeside(ctx, row) !== null) return;
    if (!writing && row.draftingBy === null) return;
    if (!writing) return changeThread(ctx, id, nobodyDrafts);
    await ctx.tx.db.update(conversations).set(ownDraft(ctx)).where(eq(conversations.id, id));
    // A sign that somebody still writes is no news to anybody.
    if (!stillDrafts(ctx, row)) announceThreads(ctx, [id]);
  });
}

function stillDrafts(ctx: Context, { draftingBy, draftingUntil }: ConversationRow): boolean {
  return draftingBy === ctx.actor.id && draftingUntil !== null && draftingUntil > ctx.services.clock.now();
}

/** Another member who writes in the thread at this moment. */
export function drafterBeside(
  ctx: Context,
  { draftingBy, draftingLabel, draftingUntil }: ConversationRow,
): { id: string; label: string } | null {
  if (draftingBy === null || draftingLabel === null || draftingUntil === null) return null;
  if (draftingBy === ctx.actor.id || draftingUntil <= ctx.services.clock.now()) return null;
  return { id: draftingBy, label: draftingLabel };
}

export const nobodyDrafts = { draftingBy: null, draftingLabel: null, draftingUntil: null };

function ownDraft(ctx: Context) {
  return {
    draftingBy: ctx.actor.id,
    draftingLabel: ctx.actor.label,
    draftingUntil: new Date(ctx.services.clock.now().getTime() + draftingMs),
  };
}
