import { isAPIError } from 'better-auth/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ErrorCode } from '@sms-crm/contracts/errors';
import { DomainError } from '@sms-crm/domain/context/errors';
import type { Auth } from './auth.ts';
import { fetchHeaders, passCookies } from './headers.ts';

/**
 * Lets Better Auth answer a request below `/auth`; its refusals become problems, its cookies and redirects go through.
 *
 * @returns the parsed body of a success, undefined of a redirect
 */
export async function forward(auth: Auth, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { baseURL } = auth.options;
  // Better Auth thinks in the addresses that browsers see; the gateway took `/api` off.
  const url = new URL(`/api${request.url}`, baseURL);
  const response = await answerOf(
    auth,
    new Request(url, {
      method: request.method,
      headers: bodyHeaders(fetchHeaders(request)),
      ...(request.method === 'POST' ? { body: JSON.stringify(request.body ?? {}) } : {}),
    }),
  );
  if (response.status >= 400) throw await refusalOf(response, reply);
  passCookies(response.headers, reply);
  const location = response.headers.get('location');
  if (location === null) return response.json();
  void reply.header('cache-control', 'no-store').redirect(location, 302);
  return undefined;
}

/** What the rate limit throws comes past the library's own error handling. */
async function answerOf(auth: Auth, request: Request): Promise<Response> {
  try {
    return await auth.handler(request);
  } catch (error) {
    if (!isAPIError(error)) throw error;
    return Response.json(error.body ?? {}, { status: error.statusCode });
  }
}

/** The body is written anew, so what described the old one goes. */
function bodyHeaders(headers: Headers): Headers {
  for (const name of ['content-length', 'content-encoding', 'transfer-encoding']) headers.delete(name);
  headers.set('content-type', 'application/json');
  return headers;
}

const refusals: Record<number, { code: ErrorCode; detail?: string }> = {
  401: {
    code: 'not_signed_in',
    detail: 'The e-mail or the password is not right. Check both and try again.',
  },
  403: { code: 'permission_missing' },
  404: { code: 'not_found' },
  429: { code: 'too_many_requests', detail: 'Too many tries. Wait a minute, then try again.' },
  503: { code: 'unavailable' },
};

const errorBody = z.object({ message: z.string().optional(), code: z.string().optional() });

async function refusalOf(response: Response, reply: FastifyReply): Promise<Error> {
  const body = errorBody.safeParse(await response.json().catch(() => ({}))).data ?? {};
  const retryAfter = response.headers.get('x-retry-after');
  if (retryAfter !== null) void reply.header('retry-after', retryAfter);
  const message = body.message ?? 'The request was refused.';
  const known = refusals[response.status];
  if (known !== undefined) return new DomainError(known.code, { detail: known.detail ?? message });
  if (response.status < 500) return new DomainError('invalid_input', { detail: message });
  return new Error(`Better Auth answered ${response.status} ${body.code ?? ''} ${message}`);
}
