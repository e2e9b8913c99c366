import { and, desc, eq, isNull, lt } from 'drizzle-orm';
import type { z } from 'zod';
import type { ApiKey, CreateApiKey } from '@sms-crm/contracts/access';
import type { Page, pageQuery } from '@sms-crm/contracts/paging';
import { permissionSentences, type Permission } from '@sms-crm/contracts/permissions';
import { apiKeys, roles } from '@sms-crm/db/tables/access';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { decodeCursor, toPage } from '../context/cursor.ts';
import { DomainError, notFound } from '../context/errors.ts';
import { makeKey, permissionsOf } from './authenticate-key.ts';

/** Keys in use, the newest first. */
export async function listApiKeys(ctx: Context, query: z.infer<typeof pageQuery>): Promise<Page<ApiKey>> {
  requirePermission(ctx, 'api-keys:manage');
  const cursor = decodeCursor(query.cursor, 1);
  return withTransaction(ctx, async (ctx) => {
    const rows = await ctx.tx.db
      .select({ row: apiKeys, roleName: roles.name })
      .from(apiKeys)
      .innerJoin(roles, and(eq(roles.tenantId, apiKeys.tenantId), eq(roles.id, apiKeys.roleId)))
      .where(
        and(isNull(apiKeys.revokedAt), cursor === undefined ? undefined : lt(apiKeys.id, cursor[0] ?? '')),
      )
      .orderBy(desc(apiKeys.id))
      .limit(query.limit + 1);
    return toPage(rows, query.limit, {
      item: ({ row, roleName }) => toApiKey(row, roleName),
      cursor: ({ row }) => [row.id],
    });
  });
}

/**
 * Makes a key. The whole key is in this answer and nowhere else.
 *
 * @throws DomainError `not_found` when there is no such role, `permission_missing` when the role allows more than the maker may
 */
export async function createApiKey(ctx: Context, input: CreateApiKey): Promise<ApiKey & { key: string }> {
  requirePermission(ctx, 'api-keys:manage');
  return withTransaction(ctx, async (ctx) => {
    const [role] = await ctx.tx.db.select().from(roles).where(eq(roles.id, input.roleId));
    if (role === undefined) throw notFound('role');
    requireAll(ctx, role.name, await permissionsOf(ctx.tx.db, ctx.tenantId, role.id));
    const { key, prefix, hash } = makeKey();
    const [row] = await ctx.tx.db
      .insert(apiKeys)
      .values({
        tenantId: ctx.tenantId,
        name: input.name,
        prefix,
        keyHash: hash,
        roleId: role.id,
        createdBy: ctx.actor.label,
      })
      .returning();
    if (row === undefined) throw new Error('the new API key was not returned');
    await audit(ctx, {
      action: 'api-key.create',
      target: { type: 'api-key', id: row.id },
      after: { name: row.name, prefix, role: role.name },
    });
    return { ...toApiKey(row, role.name), key };
  });
}

/**
 * Revokes a key; requests with it are refused from now on.
 *
 * @throws DomainError `not_found` when there is no such key or it was revoked before, `permission_missing` when it may do more than who revokes it
 */
export async function revokeApiKey(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, 'api-keys:manage');
  await withTransaction(ctx, async (ctx) => {
    const [row] = await ctx.tx.db
      .update(apiKeys)
      .set({ revokedAt: ctx.services.clock.now() })
      .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
      .returning({ name: apiKeys.name, prefix: apiKeys.prefix, roleId: apiKeys.roleId });
    if (row === undefined) throw notFound('API key');
    requireAll(ctx, 'of this key', await permissionsOf(ctx.tx.db, ctx.tenantId, row.roleId));
    await audit(ctx, { action: 'api-key.revoke', target: { type: 'api-key', id }, before: row });
  });
}

/** Nobody hands out more than they have. */
function requireAll(ctx: TxContext, roleName: string, wanted: ReadonlySet<Permission>): void {
  const { actor } = ctx;
  if (actor.type !== 'user' && actor.type !== 'api-key') return;
  const beyond = [...wanted].filter((name) => !actor.permissions.has(name));
  if (beyond.length === 0) return;
  throw new DomainError('permission_missing', {
    detail: `The role ${roleName} may ${beyond.map((name) => permissionSentences[name]).join(', ')}, which your role ${actor.role} may not. Choose a role that allows no more than yours.`,
    fields: [{ field: 'roleId', detail: 'allows more than your own role' }],
  });
}

function toApiKey(row: typeof apiKeys.$inferSelect, roleName: string): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    roleId: row.roleId,
    roleName,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}
