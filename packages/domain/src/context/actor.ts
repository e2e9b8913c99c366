import { permissionSentences, type Permission } from '@sms-crm/contracts/permissions';
import { DomainError } from './errors.ts';

/** Who acts. People, keys, carriers and jobs come through one door, so the audit log always names someone. */
export type Actor =
  | {
      type: 'user';
      id: string;
      label: string;
      role: string;
      permissions: ReadonlySet<Permission>;
      ip: string | null;
    }
  | {
      type: 'api-key';
      id: string;
      label: string;
      role: string;
      permissions: ReadonlySet<Permission>;
      ip: string | null;
    }
  | { type: 'carrier-webhook'; id: string; label: string }
  | { type: 'job'; id: string; label: string }
  | { type: 'platform-admin'; id: string; label: string; ip: string | null };

/** The actor of a kind of job. */
export function jobActor(name: string): Actor {
  return { type: 'job', id: name, label: `job ${name}` };
}

/** Whether an actor holds a permission; what is no member's doing holds all of them. */
export function mayDo(actor: Actor, permission: Permission): boolean {
  return (actor.type !== 'user' && actor.type !== 'api-key') || actor.permissions.has(permission);
}

/**
 * @throws DomainError `permission_missing` naming what the role lacks
 */
export function requirePermission(ctx: { actor: Actor }, permission: Permission): void {
  const { actor } = ctx;
  if (mayDo(actor, permission)) return;
  const who = 'role' in actor ? `The role ${actor.role}` : actor.label;
  throw new DomainError('permission_missing', {
    detail: `${who} may not ${permissionSentences[permission]}. Ask an admin for a role that may.`,
  });
}
