import { sql } from 'drizzle-orm';
import type { Setup } from '@sms-crm/contracts/session';
import { auditLog, users } from '@sms-crm/db/tables/access';
import { withSystem, type Transaction } from '@sms-crm/db/transaction';
import type { Services } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { createTenant } from '../tenants/create.ts';
import { addMember, addUser } from './add-user.ts';

/** One first visit at a time; any constant will do. */
const lockKey = 4_180_277;

/** Whether the installation still waits for its first owner. */
export async function setUpNeeded(services: Services): Promise<boolean> {
  return withSystem(services.system, hasNobody);
}

/**
 * The first visit of an empty installation: makes the owner and their tenant, both or neither.
 *
 * @param input.passwordHash made by the hasher of sign-in
 * @throws DomainError `wrong_state` when somebody was there before, be it by a moment
 */
export async function setUp(
  services: Services,
  input: Omit<Setup, 'password'> & { passwordHash: string; ip: string | null; requestId: string },
): Promise<{ tenantId: string; userId: string }> {
  return withSystem(services.system, async (db) => {
    await db.execute(sql`select pg_advisory_xact_lock(${lockKey})`);
    if (!(await hasNobody(db))) throw alreadySetUp();
    const { userId } = await addUser(db, { ...input, platformAdmin: true });
    const { tenantId, roleIds } = await createTenant(db, {
      name: input.organisation,
      brandName: input.organisation,
      helpContact: input.email,
      timeZone: input.timeZone,
      defaultCountry: 'US',
    });
    const roleId = roleIds['owner'];
    if (roleId === undefined) throw new Error('a new tenant has no role for its owner');
    await addMember(db, { tenantId, userId, roleId });
    await db.insert(auditLog).values({
      tenantId,
      actorType: 'user',
      actorId: userId,
      actorLabel: input.email,
      action: 'tenant.create',
      targetType: 'tenant',
      targetId: tenantId,
      after: { name: input.organisation, owner: input.email },
      ip: input.ip,
      requestId: input.requestId,
    });
    return { tenantId, userId };
  });
}

/** The answer to everybody after the first. */
export function alreadySetUp(): DomainError {
  return new DomainError('wrong_state', {
    detail: 'This installation has its owner already. Sign in, or ask an admin to invite you.',
  });
}

async function hasNobody(db: Transaction): Promise<boolean> {
  const found = await db.select({ id: users.id }).from(users).limit(1);
  return found.length === 0;
}
