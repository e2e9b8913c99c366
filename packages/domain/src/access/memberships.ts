import { and, asc, eq } from 'drizzle-orm';
import type { Permission } from '@sms-crm/contracts/permissions';
import { members, roles, tenants } from '@sms-crm/db/tables/access';
import { withSystem } from '@sms-crm/db/transaction';
import type { Services } from '../context/context.ts';
import { permissionsOf } from './authenticate-key.ts';

export type Membership = {
  tenantId: string;
  tenantName: string;
  role: { id: string; key: string; name: string };
};

/** Most tenants one user is offered to choose from. */
const maxMemberships = 200;

/** The tenants a user belongs to, the oldest membership first. */
export async function membershipsOf(services: Services, userId: string): Promise<Membership[]> {
  return withSystem(services.system, async (db) => {
    const rows = await db
      .select({ tenant: tenants, role: roles })
      .from(members)
      .innerJoin(tenants, eq(tenants.id, members.tenantId))
      .innerJoin(roles, and(eq(roles.tenantId, members.tenantId), eq(roles.id, members.roleId)))
      .where(eq(members.userId, userId))
      .orderBy(asc(members.createdAt), asc(members.id))
      .limit(maxMemberships);
    return rows.map(({ tenant, role }) => ({
      tenantId: tenant.id,
      tenantName: tenant.name,
      role: { id: role.id, key: role.key, name: role.name },
    }));
  });
}

/** What a user may do in the tenant of this membership. */
export function permissionsIn(services: Services, membership: Membership): Promise<ReadonlySet<Permission>> {
  return withSystem(services.system, (db) => permissionsOf(db, membership.tenantId, membership.role.id));
}
