import { permissions, seededRoleKeys, seededRoles } from '@sms-crm/contracts/permissions';
import { rolePermissions, roles, tenants } from '@sms-crm/db/tables/access';
import { budgets } from '@sms-crm/db/tables/sending';
import type { Transaction } from '@sms-crm/db/transaction';

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
  const today = new Date().toISOString().slice(0, 10);
  await db.insert(budgets).values({ tenantId: tenant.id, day: today, month: `${today.slice(0, 7)}-01` });
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
