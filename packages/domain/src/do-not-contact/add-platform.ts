import { and, eq, isNull, sql } from 'drizzle-orm';
import type { AddPlatformDnc, PlatformDncEntry } from '@sms-crm/contracts/do-not-contact';
import { platformDoNotContact } from '@sms-crm/db/tables/contacts';
import { noSuchPhone } from '../contacts/create.ts';
import { parsePhone } from '../contacts/phone.ts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { notFound } from '../context/errors.ts';
import { onPlatform } from '../context/on-platform.ts';
import { requirePlatformAdmin } from '../kill-switch/platform-admin.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { platformDncView, platformListRefusal } from './platform-list.ts';

/**
 * Forbids every organisation of the installation to text a phone. Adding it twice changes nothing.
 *
 * @throws DomainError `permission_missing` unless the actor is a platform admin; `invalid_input` when the phone does not exist
 */
export async function addPlatformDoNotContact(
  ctx: Context,
  input: AddPlatformDnc,
): Promise<PlatformDncEntry> {
  requirePermission(ctx, 'do-not-contact:write');
  await requirePlatformAdmin(ctx, platformListRefusal);
  const { defaultCountry } = await withTransaction(ctx, (ctx) => tenantSettings(ctx));
  const parsed = parsePhone(input.phone, defaultCountry);
  if (parsed === null) throw noSuchPhone(input.phone, defaultCountry);
  const { phone } = parsed;
  return onPlatform(ctx, async (ctx) => {
    const added = await ctx.tx.db
      .insert(platformDoNotContact)
      .values({
        phone,
        reason: input.reason,
        createdBy: ctx.actor.label,
        createdAt: ctx.services.clock.now(),
      })
      .onConflictDoNothing({ target: platformDoNotContact.phone, where: sql`lifted_at is null` })
      .returning({ id: platformDoNotContact.id });
    const [entry] = await ctx.tx.db
      .select()
      .from(platformDoNotContact)
      .where(and(eq(platformDoNotContact.phone, phone), isNull(platformDoNotContact.liftedAt)));
    if (entry === undefined) throw notFound('entry of the platform’s do-not-contact list');
    if (added.length > 0) {
      await audit(ctx, {
        action: 'platform-do-not-contact.add',
        target: { type: 'phone', id: phone },
        after: { reason: entry.reason },
      });
    }
    return platformDncView(entry);
  });
}
