import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createContext, type Context, type Services } from '@sms-crm/domain/context/context';
import { DomainError } from '@sms-crm/domain/context/errors';
import { authenticateKey } from '@sms-crm/domain/access/authenticate-key';
import type { Actor } from '@sms-crm/domain/context/actor';

declare module 'fastify' {
  interface FastifyRequest {
    /** The verb context of the signed-in actor; asking for it without one answers 401. */
    ctx: Context;
  }
}

/** Who a session cookie belongs to, in which tenant; undefined when it is none. */
export type SessionLookup = (
  request: FastifyRequest,
) => Promise<{ tenantId: string; actor: Actor } | undefined>;

/**
 * Gives every request below `/v1` its context: from the API key if one is sent, else from the session cookie.
 * Routes marked `config: { public: true }` go without.
 */
export function addPrincipal(
  app: FastifyInstance,
  options: { services: Services; findSession: SessionLookup },
): void {
  app.decorateRequest('ctx');
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.public === true || request.is404) return;
    const who = await authenticate(request, options);
    request.ctx = createContext(options.services, { ...who, requestId: request.id });
    request.log = request.ctx.log;
  });
}

declare module 'fastify' {
  interface FastifyContextConfig {
    public?: boolean;
  }
}

async function authenticate(
  request: FastifyRequest,
  options: { services: Services; findSession: SessionLookup },
): Promise<{ tenantId: string; actor: Actor }> {
  const header = request.headers.authorization;
  if (header !== undefined) return fromKey(request, header, options.services);
  const session = await options.findSession(request);
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
