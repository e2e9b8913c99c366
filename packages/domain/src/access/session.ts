import { and, eq } from 'drizzle-orm';
import type { Session } from '@sms-crm/contracts/session';
import { apiKeys, members, roles, users } from '@sms-crm/db/tables/access';
import { withSystem } from '@sms-crm/db/transaction';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { readSwitches } from '../kill-switch/read.ts';
import { sampleCode } from '../links/code.ts';
import { readLinkFacts } from '../links/facts.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { membershipsOf } from './memberships.ts';

type Person = Extract<Context['actor'], { type: 'user' | 'api-key' }>;

/**
 * Who is signed in, where, and what they may do.
 *
 * @throws DomainError `permission_missing` for actors that are neither a user nor an API key
 */
export async function describeSession(ctx: Context): Promise<Omit<Session, 'simulator'>> {
  const { actor } = ctx;
  if (actor.type !== 'user' && actor.type !== 'api-key') {
    throw new DomainError('permission_missing', { detail: `${actor.label} has no session.` });
  }
  const { name, email } = await nameOf(ctx, actor);
  const tenants = actor.type === 'user' ? await membershipsOf(ctx.services, actor.id) : [];
  return withTransaction(ctx, async (ctx) => {
    const tenant = await tenantSettings(ctx);
    return {
      actor: { type: actor.type, id: actor.id, name, email },
      tenant: {
        id: tenant.id,
        name: tenant.name,
        brandName: tenant.brandName,
        timeZone: tenant.timeZone,
        defaultCountry: tenant.defaultCountry,
      },
      tenants:
        actor.type === 'user'
          ? tenants.map(({ tenantId, tenantName }) => ({ id: tenantId, name: tenantName }))
          : [{ id: tenant.id, name: tenant.name }],
      role: await roleOf(ctx, actor),
      permissions: [...actor.permissions],
      killSwitches: actor.permissions.has('kill-switch:read') ? await readSwitches(ctx) : [],
      sampleLink: `${(await readLinkFacts(ctx)).origin}/${sampleCode}`,
    };
  });
}

async function nameOf(ctx: Context, actor: Person): Promise<{ name: string; email: string | null }> {
  if (actor.type === 'api-key') return { name: actor.label, email: null };
  const rows = await withSystem(ctx.services.system, (db) =>
    db.select({ name: users.name, email: users.email }).from(users).where(eq(users.id, actor.id)),
  );
  return rows[0] ?? { name: actor.label, email: actor.label };
}

async function roleOf(ctx: TxContext, actor: Person): Promise<{ key: string; name: string }> {
  const holder = actor.type === 'user' ? members : apiKeys;
  const holds = actor.type === 'user' ? eq(members.userId, actor.id) : eq(apiKeys.id, actor.id);
  const [role] = await ctx.tx.db
    .select({ key: roles.key, name: roles.name })
    .from(holder)
    .innerJoin(roles, and(eq(roles.tenantId, holder.tenantId), eq(roles.id, holder.roleId)))
    .where(holds);
  return role ?? { key: '', name: actor.role };
}
