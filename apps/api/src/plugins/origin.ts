import type { FastifyRequest } from 'fastify';
import { DomainError } from '@sms-crm/domain/context/errors';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses changes that another site makes a signed-in browser ask for (CSRF). Requests with an API key need no check: no browser adds one.
 *
 * @param allowed origins that may send a browser here
 * @throws DomainError `permission_missing`
 */
export function requireOwnOrigin(request: FastifyRequest, allowed: ReadonlySet<string>): void {
  if (safeMethods.has(request.method)) return;
  const { origin, cookie, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined && origin !== 'null' ? allowed.has(origin) : site === 'same-origin') return;
  const fromBrowser = origin !== undefined || site !== undefined || cookie !== undefined;
  if (!fromBrowser) return;
  throw new DomainError('permission_missing', {
    detail:
      'This change did not come from a page of this installation. Open the installation itself, or send an API key instead of a cookie.',
  });
}
