import { createHash, randomBytes } from 'node:crypto';
import { and, eq, isNull, lt, or } from 'drizzle-orm';
import type { Permission } from '@sms-crm/contracts/permissions';
import { permission } from '@sms-crm/contracts/permissions';
import { apiKeys, rolePermissions, roles } from '@sms-crm/db/tables/access';
import { withSystem, type Transaction } from '@sms-crm/db/transaction';
import type { Services } from '../context/context.ts';

/** `lastUsedAt` is written at most once in this time, ms. */
const lastUsedGrainMs = 60_000;

/** What every key begins with, so that scanners recognise a leaked one. */
export const keyPrefix = 'smscrm_';

export type AuthenticatedKey = {
  tenantId: string;
  keyId: string;
  name: string;
  role: { id: string; key: string; name: string; permissions: ReadonlySet<Permission> };
};

/** A new key and what is stored of it. */
export function makeKey(): { key: string; prefix: string; hash: string } {
  const key = `${keyPrefix}${randomBytes(24).toString('base64url')}`;
  return { key, prefix: key.slice(0, keyPrefix.length + 6), hash: hashKey(key) };
}

/** Keys carry 192 random bits, so a plain hash is enough. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Finds the tenant and role behind an API key; undefined when it is unknown or revoked. */
export async function authenticateKey(
  services: Services,
  key: string,
): Promise<AuthenticatedKey | undefined> {
  if (!key.startsWith(keyPrefix)) return undefined;
  return withSystem(services.system, async (db) => {
    const [row] = await db
      .select({ key: apiKeys, role: roles })
      .from(apiKeys)
      .innerJoin(roles, and(eq(roles.tenantId, apiKeys.tenantId), eq(roles.id, apiKeys.roleId)))
      .where(and(eq(apiKeys.keyHash, hashKey(key)), isNull(apiKeys.revokedAt)));
    if (row === undefined) return undefined;
    const now = services.clock.now();
    await db
      .update(apiKeys)
      .set({ lastUsedAt: now })
      .where(
        and(
          eq(apiKeys.tenantId, row.key.tenantId),
          eq(apiKeys.id, row.key.id),
          or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, new Date(now.getTime() - lastUsedGrainMs))),
        ),
      );
    return {
      tenantId: row.key.tenantId,
      keyId: row.key.id,
      name: row.key.name,
      role: {
        id: row.role.id,
        key: row.role.key,
        name: row.role.name,
        permissions: await permissionsOf(db, row.key.tenantId, row.role.id),
      },
    };
  });
}

/** What a role allows; names that left the catalogue are ignored. */
export async function permissionsOf(
  db: Transaction,
  tenantId: string,
  roleId: string,
): Promise<ReadonlySet<Permission>> {
  const rows = await db
    .select({ name: rolePermissions.permission })
    .from(rolePermissions)
    .where(and(eq(rolePermissions.tenantId, tenantId), eq(rolePermissions.roleId, roleId)));
  return new Set(rows.map((row) => permission.safeParse(row.name).data).filter((name) => name !== undefined));
}
