import { permissions, seededRoleKeys, seededRoles } from '@sms-crm/contracts/permissions';
import { rolePermissions, roles, tenants } from '@sms-crm/db/tables/access';
import { budgets } from '@sms-crm/db/tables/sending';
import type { Transaction } from '@sms-crm/db/transaction';

/** A day long ago: the first reservation turns it to the tenant's own. */
const beforeFirstDay = '2000-01-01';

export type NewTenant = {
  name: string;
  /** What texts and the HELP answer call the sender. */
  brandName: string;
  /** Where recipients get help: an e-mail or a phone. */
  helpContact: string;
  timeZone: string;
  defaultCountry: string;
};

/**
 * Makes a tenant with its seeded roles, in a transaction of the system role.
 *
 * @returns the tenant's id and the id of each seeded role
 */
export async function createTenant(
  db: Transaction,
  input: NewTenant,
): Promise<{ tenantId: string; roleIds: Record<string, string> }> {
  const [tenant] = await db.insert(tenants).values(input).returning({ id: tenants.id });
  if (tenant === undefined) throw new Error('the new tenant was not returned');
  const spent = { tenantId: tenant.id, day: beforeFirstDay, month: beforeFirstDay };
  await db.insert(budgets).values([spent, { ...spent, simulated: true }]);
  const made = await db
    .insert(roles)
    .values(seededRoleKeys.map((key) => ({ tenantId: tenant.id, key, name: seededRoles[key].name })))
    .returning({ id: roles.id, key: roles.key });
  await db.insert(rolePermissions).values(
    made.flatMap((role) =>
      permissionsOfSeed(role.key).map((permission) => ({
        tenantId: tenant.id,
        roleId: role.id,
        permission,
      })),
    ),
  );
  return { tenantId: tenant.id, roleIds: Object.fromEntries(made.map((role) => [role.key, role.id])) };
}

function permissionsOfSeed(key: string): readonly string[] {
  const seeded = seededRoleKeys.find((name) => name === key);
  return seeded === undefined ? [] : permissions.filter((name) => grants(seeded, name));
}

function grants(key: (typeof seededRoleKeys)[number], name: string): boolean {
  return seededRoles[key].permissions.some((granted) => granted === name);
}
