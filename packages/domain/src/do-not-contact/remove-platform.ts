import { and, eq, isNull } from 'drizzle-orm';
import { platformDoNotContact } from '@sms-crm/db/tables/contacts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import type { Context } from '../context/context.ts';
import { notFound } from '../context/errors.ts';
import { onPlatform } from '../context/on-platform.ts';
import { requirePlatformAdmin } from '../kill-switch/platform-admin.ts';
import { platformListRefusal } from './platform-list.ts';

/**
 * Lets organisations text a phone again, as far as their own lists and the recipient's consent allow; the entry stays as history.
 *
 * @throws DomainError `permission_missing` unless the actor is a platform admin; `not_found` when the phone is not on the list
 */
export async function removePlatformDoNotContact(ctx: Context, { phone }: { phone: string }): Promise<void> {
  requirePermission(ctx, 'do-not-contact:write');
  await requirePlatformAdmin(ctx, platformListRefusal);
  await onPlatform(ctx, async (ctx) => {
    const [lifted] = await ctx.tx.db
      .update(platformDoNotContact)
      .set({ liftedAt: ctx.services.clock.now(), liftedBy: ctx.actor.label })
      .where(and(eq(platformDoNotContact.phone, phone), isNull(platformDoNotContact.liftedAt)))
      .returning();
    if (lifted === undefined) throw notFound('entry of the platform’s do-not-contact list');
    await audit(ctx, {
      action: 'platform-do-not-contact.remove',
      target: { type: 'phone', id: phone },
      before: { reason: lifted.reason, createdBy: lifted.createdBy },
    });
  });
}
