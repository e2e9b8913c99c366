import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { auditThread, changeThread } from './change.ts';
import { lockConversation } from './find.ts';

/**
 * Opens a closed thread again. One that is open stays as it is.
 *
 * @throws DomainError `not_found`
 */
export async function reopenConversation(ctx: Context, { id }: { id: string }): Promise<void> {
  requirePermission(ctx, 'inbox:reply');
  await withTransaction(ctx, async (ctx) => {
    const row = await lockConversation(ctx, id);
    if (row.closedAt === null) return;
    await changeThread(ctx, id, { closedAt: null, closedBy: null });
    await auditThread(ctx, { id, did: 'reopen', before: { closedBy: row.closedBy } });
  });
}
