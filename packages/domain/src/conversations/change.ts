import { eq } from 'drizzle-orm';
import { conversations } from '@sms-crm/db/tables/inbox';
import { audit } from '../context/audit.ts';
import type { TxContext } from '../context/context.ts';
import { announceThreads } from './announce.ts';

type Change = Partial<typeof conversations.$inferInsert>;

/** Changes a locked thread and lets open inboxes know. */
export async function changeThread(ctx: TxContext, id: string, change: Change): Promise<void> {
  await ctx.tx.db.update(conversations).set(change).where(eq(conversations.id, id));
  announceThreads(ctx, [id]);
}

/** Keeps in the audit log what a member did in a thread. */
export function auditThread(
  ctx: TxContext,
  { id, did, before, after }: { id: string; did: string; before?: unknown; after?: unknown },
): Promise<void> {
  return audit(ctx, { action: `conversation.${did}`, target: { type: 'conversation', id }, before, after });
}
