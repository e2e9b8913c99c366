import type { Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { drafterBeside } from './drafting.ts';
import type { ConversationRow } from './find.ts';

/**
 * Keeps two members from answering one thread without knowing of each other. To be called while the thread is locked.
 *
 * @param seen the newest answer of a member that the writer knows of
 * @throws DomainError `conflict` naming who answered meanwhile, or who writes an answer at this moment
 */
export function refuseSecondAnswer(ctx: Context, row: ConversationRow, seen: string | null): void {
  const { repliedId, repliedBy, repliedLabel, repliedAt } = row;
  if (repliedId !== null && repliedId !== seen && repliedBy !== ctx.actor.id && repliedAt !== null) {
    const detail = `${repliedLabel ?? 'Another member'} answered this conversation ${agoOf(ctx, repliedAt)}. Read their answer, then send yours anyway or discard it.`;
    throw new DomainError('conflict', { detail });
  }
  const drafter = drafterBeside(ctx, row);
  if (drafter === null) return;
  throw new DomainError('conflict', {
    detail: `${drafter.label} is writing an answer in this conversation. Wait for it, or send yours anyway.`,
  });
}

function agoOf(ctx: Context, at: Date): string {
  const minutes = Math.floor((ctx.services.clock.now().getTime() - at.getTime()) / 60_000);
  if (minutes < 1) return 'just now';
  return minutes < 120 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ago`;
}
