import { and, asc, eq } from 'drizzle-orm';
import { members, rolePermissions, users } from '@sms-crm/db/tables/access';
import { withSystem } from '@sms-crm/db/transaction';
import { requirePermission } from '../context/actor.ts';
import type { Context } from '../context/context.ts';

/** Most members a thread can be assigned to. */
const mostMembers = 200;

/** Members who may answer, those who joined first; names and addresses stand outside tenants. */
export async function listAssignable(ctx: Context): Promise<{ items: { id: string; label: string }[] }> {
  requirePermission(ctx, 'inbox:read');
  const items = await withSystem(ctx.services.system, (db) =>
    db
      .select({ id: users.id, label: users.email })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .innerJoin(
        rolePermissions,
        and(eq(rolePermissions.tenantId, members.tenantId), eq(rolePermissions.roleId, members.roleId)),
      )
      .where(and(eq(members.tenantId, ctx.tenantId), eq(rolePermissions.permission, 'inbox:reply')))
      .orderBy(asc(members.createdAt), asc(members.id))
      .limit(mostMembers),
  );
  return { items };
}
