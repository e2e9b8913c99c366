import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientAddressHeader } from './auth.ts';

/** The request's headers as the Fetch API has them, with the caller's address as Fastify knows it. */
export function fetchHeaders(request: FastifyRequest): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || name === clientAddressHeader) continue;
    for (const one of Array.isArray(value) ? value : [value]) headers.append(name, one);
  }
  headers.set(clientAddressHeader, request.ip);
  return headers;
}

/** Hands cookies that Better Auth sets on to the browser. */
export function passCookies(from: Headers, reply: FastifyReply): void {
  for (const cookie of from.getSetCookie()) void reply.header('set-cookie', cookie);
}
