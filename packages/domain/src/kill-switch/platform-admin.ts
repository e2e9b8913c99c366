import { eq } from 'drizzle-orm';
import { users } from '@sms-crm/db/tables/access';
import { withSystem } from '@sms-crm/db/transaction';
import type { Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';

/** Whether the actor stands above tenants; an API key never does. */
export async function isPlatformAdmin(ctx: Context): Promise<boolean> {
  const { actor } = ctx;
  if (actor.type === 'platform-admin') return true;
  if (actor.type !== 'user') return false;
  return withSystem(ctx.services.system, async (db) => {
    const [user] = await db
      .select({ platformAdmin: users.platformAdmin })
      .from(users)
      .where(eq(users.id, actor.id));
    return user?.platformAdmin === true;
  });
}

/**
 * @param detail what only they may do, and what others can do instead
 * @throws DomainError `permission_missing`
 */
export async function requirePlatformAdmin(ctx: Context, detail: string = sendingOfAll): Promise<void> {
  if (!(await isPlatformAdmin(ctx))) throw new DomainError('permission_missing', { detail });
}

const sendingOfAll =
  'Only an admin of the whole installation may stop or start everybody’s sending. Stop your own organisation, or ask whoever runs this installation.';
