import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { listAssignable } from './assignable.ts';
import { auditThread, changeThread } from './change.ts';
import { lockConversation } from './find.ts';

/**
 * Gives a thread to a member who may answer, or to nobody.
 *
 * @throws DomainError `not_found`, or `invalid_input` when there is no such member, or they may not answer
 */
export async function assignConversation(
  ctx: Context,
  { id, memberId }: { id: string; memberId: string | null },
): Promise<void> {
  requirePermission(ctx, 'inbox:reply');
  await withTransaction(ctx, async (ctx) => {
    const row = await lockConversation(ctx, id);
    if (row.assignedTo === memberId) return;
    const label = memberId === null ? null : await labelOf(ctx, memberId);
    await changeThread(ctx, id, { assignedTo: memberId, assignedLabel: label });
    await auditThread(ctx, {
      id,
      did: 'assign',
      before: { to: row.assignedLabel },
      after: { to: label },
    });
  });
}

async function labelOf(ctx: Context, memberId: string): Promise<string> {
  const { items } = await listAssignable(ctx);
  const member = items.find((one) => one.id === memberId);
  if (member !== undefined) return member.label;
  const detail = 'There is no such member, or their role may not answer conversations. Choose another one.';
  throw new DomainError('invalid_input', { detail, fields: [{ field: 'memberId', detail }] });
}
