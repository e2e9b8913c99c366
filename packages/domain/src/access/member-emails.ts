import { and, asc, eq } from 'drizzle-orm';
import type { Permission } from '@sms-crm/contracts/permissions';
import { members, rolePermissions, users } from '@sms-crm/db/tables/access';
import { withSystem } from '@sms-crm/db/transaction';
import type { Context } from '../context/context.ts';

/** Most people who get one notice. */
const maxTold = 50;

/** The e-mail addresses of the tenant's members who may do this, those who joined first. */
export async function memberEmails(ctx: Context, permission: Permission): Promise<string[]> {
  const rows = await withSystem(ctx.services.system, (db) =>
    db
      .select({ email: users.email })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .innerJoin(
        rolePermissions,
        and(eq(rolePermissions.tenantId, members.tenantId), eq(rolePermissions.roleId, members.roleId)),
      )
      .where(and(eq(members.tenantId, ctx.tenantId), eq(rolePermissions.permission, permission)))
      .orderBy(asc(members.createdAt), asc(members.id))
      .limit(maxTold),
  );
  return rows.map(({ email }) => email);
}
