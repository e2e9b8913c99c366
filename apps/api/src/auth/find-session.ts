import { isAPIError } from 'better-auth/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '@sms-crm/domain/context/actor';
import type { Services } from '@sms-crm/domain/context/context';
import { DomainError } from '@sms-crm/domain/context/errors';
import { membershipsOf, permissionsIn } from '@sms-crm/domain/access/memberships';
import type { SessionLookup } from '../plugins/principal.ts';
import type { Auth } from './auth.ts';
import { readCookie, tenantCookie } from './cookies.ts';
import { fetchHeaders, passCookies } from './headers.ts';

/** How long an answer is remembered, ms: a page asks several things at once. A lost permission works on for as long. */
const rememberMs = 1_000;
const maxRemembered = 5_000;

type Found = { tenantId: string; userId: string; email: string; role: string; permissions: Permissions };
type Permissions = Extract<Actor, { type: 'user' }>['permissions'];

/** Finds the member behind a session cookie, in the tenant of the tenant cookie or else their first one. */
export function createSessionLookup(auth: Auth, services: Services): SessionLookup {
  const remembered = new Map<string, { until: number; found: Found }>();
  return async (request, reply) => {
    const { cookie } = request.headers;
    if (cookie === undefined || !cookie.includes('session_token=')) return undefined;
    const now = performance.now();
    const known = remembered.get(cookie);
    const found =
      known !== undefined && known.until > now ? known.found : await look(auth, services, request, reply);
    if (found === undefined) return undefined;
    if (found !== known?.found) {
      if (remembered.size >= maxRemembered) remembered.clear();
      remembered.set(cookie, { until: now + rememberMs, found });
    }
    return { tenantId: found.tenantId, actor: actorOf(found, request.ip) };
  };
}

function actorOf(found: Found, ip: string): Actor {
  const { userId, email, role, permissions } = found;
  return { type: 'user', id: userId, label: email, role, permissions, ip };
}

async function look(
  auth: Auth,
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Found | undefined> {
  const user = await userOf(auth, request, reply);
  if (user === undefined) return undefined;
  const memberships = await membershipsOf(services, user.id);
  const wanted = readCookie(request.headers.cookie, tenantCookie);
  const membership = memberships.find(({ tenantId }) => tenantId === wanted) ?? memberships[0];
  if (membership === undefined) {
    throw new DomainError('permission_missing', {
      detail: `You are signed in as ${user.email}, but belong to no organisation. Ask an admin to invite you.`,
    });
  }
  return {
    tenantId: membership.tenantId,
    userId: user.id,
    email: user.email,
    role: membership.role.name,
    permissions: await permissionsIn(services, membership),
  };
}

async function userOf(
  auth: Auth,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<{ id: string; email: string } | undefined> {
  try {
    const answer = await auth.api.getSession({ headers: fetchHeaders(request), returnHeaders: true });
    if (!reply.sent) passCookies(answer.headers, reply);
    return answer.response?.user;
  } catch (error) {
    if (!isAPIError(error) || error.status !== 'SERVICE_UNAVAILABLE') throw error;
    throw new DomainError('unavailable', {
      detail: 'Your session cannot be looked up right now. You are still signed in; try again in a moment.',
      cause: error,
    });
  }
}
