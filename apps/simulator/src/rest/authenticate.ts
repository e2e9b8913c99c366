import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Account } from '../accounts/account.ts';
import type { Simulator } from '../simulator.ts';
import { authorize, sidOfHeader } from './authorize.ts';
import { refuse } from './refuse.ts';

declare module 'fastify' {
  interface FastifyRequest {
    carrierAccount: Account | null;
  }
}

/** The account `authenticate` found; every route of the API runs behind it. */
export function accountOf(request: FastifyRequest): Account {
  if (request.carrierAccount === null) throw new Error('this route is not behind authenticate');
  return request.carrierAccount;
}

/** Lets a request through only with the SID and token of the account in its path, and within the account's limits. */
export function authenticate(simulator: Simulator) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const { authorization } = request.headers;
    const sid = accountSidOf(request.params) ?? sidOfHeader(authorization);
    const found = authorize(simulator, sid, authorization);
    if ('refusal' in found) return refuse(reply, found.refusal);
    const { account } = found;
    const isWithinLimits = simulator.limits.enter(account);
    reply.raw.once('close', () => simulator.limits.leave(account));
    reply.header('twilio-concurrent-requests', simulator.limits.open(account));
    if (!isWithinLimits) return refuse(reply, { code: 20429 });
    request.carrierAccount = account;
    return undefined;
  };
}

function accountSidOf(params: unknown): string | undefined {
  if (typeof params !== 'object' || params === null || !('accountSid' in params)) return undefined;
  return String(params.accountSid);
}
