import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createContext, type Context, type Services } from '@sms-crm/domain/context/context';
import { DomainError } from '@sms-crm/domain/context/errors';
import { authenticateKey } from '@sms-crm/domain/access/authenticate-key';
import type { Actor } from '@sms-crm/domain/context/actor';
import { requireOwnOrigin } from './origin.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The verb context of the signed-in actor; asking for it without one answers 401. */
    ctx: Context;
  }
  interface FastifyContextConfig {
    /** Goes without signing in. */
    public?: boolean;
  }
}

/** Who a session cookie belongs to, in which tenant; undefined when it is none. */
export type SessionLookup = (
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<{ tenantId: string; actor: Actor } | undefined>;

export type PrincipalOptions = {
  services: Services;
  findSession: SessionLookup;
  /** Origins that may send a signed-in browser here. */
  allowedOrigins: ReadonlySet<string>;
};

/**
 * Gives every request below `/v1` its context: from the API key if one is sent, else from the session cookie.
 * Routes marked `config: { public: true }` go without.
 */
export function addPrincipal(app: FastifyInstance, options: PrincipalOptions): void {
  app.decorateRequest('ctx');
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) return;
    if (request.headers.authorization === undefined) requireOwnOrigin(request, options.allowedOrigins);
    if (request.routeOptions.config.public === true) return;
    request.ctx = await contextOf(request, reply, options);
    request.log = request.ctx.log;
  });
}

/**
 * The context of whoever sent the request.
 *
 * @throws DomainError `not_signed_in`
 */
export async function contextOf(
  request: FastifyRequest,
  reply: FastifyReply,
  options: PrincipalOptions,
): Promise<Context> {
  const who = await authenticate(request, reply, options);
  return createContext(options.services, { ...who, requestId: request.id });
}

async function authenticate(
  request: FastifyRequest,
  reply: FastifyReply,
  options: PrincipalOptions,
): Promise<{ tenantId: string; actor: Actor }> {
  const header = request.headers.authorization;
  if (header !== undefined) return fromKey(request, header, options.services);
  const session = await options.findSession(request, reply);
  if (session !== undefined) return session;
  throw new DomainError('not_signed_in', {
    detail: 'Sign in, or send an API key as “Authorization: Bearer <key>”.',
  });
}

async function fromKey(
  request: FastifyRequest,
  header: string,
  services: Services,
): Promise<{ tenantId: string; actor: Actor }> {
  const [scheme, key] = header.split(' ', 2);
  const found =
    scheme?.toLowerCase() === 'bearer' && key !== undefined
      ? await authenticateKey(services, key)
      : undefined;
  if (found === undefined) {
    throw new DomainError('not_signed_in', {
      detail: 'The API key is unknown or revoked. Make a new one under Settings.',
    });
  }
  return {
    tenantId: found.tenantId,
    actor: {
      type: 'api-key',
      id: found.keyId,
      label: `API key ${found.name}`,
      role: found.role.name,
      permissions: found.role.permissions,
      ip: request.ip,
    },
  };
}
