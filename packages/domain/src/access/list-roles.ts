import { asc, inArray } from 'drizzle-orm';
import type { Role } from '@sms-crm/contracts/access';
import type { Page } from '@sms-crm/contracts/paging';
import { permission } from '@sms-crm/contracts/permissions';
import { rolePermissions, roles } from '@sms-crm/db/tables/access';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';

/** Most roles of one tenant that are shown. */
const maxShown = 200;

/** The tenant's roles with what each allows, the oldest first. */
export async function listRoles(ctx: Context): Promise<Page<Role>> {
  requirePermission(ctx, 'roles:read');
  return withTransaction(ctx, async (ctx) => {
    const { db } = ctx.tx;
    const rows = await db.select().from(roles).orderBy(asc(roles.id)).limit(maxShown);
    const ids = rows.map((row) => row.id);
    const granted = await db
      .select({ roleId: rolePermissions.roleId, name: rolePermissions.permission })
      .from(rolePermissions)
      .where(inArray(rolePermissions.roleId, ids))
      .orderBy(asc(rolePermissions.permission));
    const byRole = Map.groupBy(granted, (row) => row.roleId);
    const items = rows.map(({ id, key, name }) => ({
      id,
      key,
      name,
      permissions: (byRole.get(id) ?? [])
        .map((row) => permission.safeParse(row.name).data)
        .filter((allowed) => allowed !== undefined),
    }));
    return { items, nextCursor: null };
  });
}
