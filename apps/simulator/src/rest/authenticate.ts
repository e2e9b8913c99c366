import { timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Account } from '../accounts/account.ts';
import type { Simulator } from '../simulator.ts';
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

/** Lets a request through only with the SID and token of the account in its path. */
export function authenticate(simulator: Simulator) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const account = simulator.accounts.get(accountSidOf(request.params));
    const given = Buffer.from(request.headers.authorization ?? '');
    if (account === undefined || !isSame(given, account.authorization)) {
      return refuse(reply, { code: 20003 });
    }
    request.carrierAccount = account;
    return undefined;
  };
}

function accountSidOf(params: unknown): string {
  if (typeof params !== 'object' || params === null || !('accountSid' in params)) return '';
  return String(params.accountSid);
}

function isSame(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}
