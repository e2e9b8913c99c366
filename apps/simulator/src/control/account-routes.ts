import type { FastifyInstance } from 'fastify';
import type { Account } from '../accounts/account.ts';
import { AccountRefused } from '../accounts/account-book.ts';
import { accountSchema } from '../accounts/account.ts';
import { numberSid } from '../accounts/sid.ts';
import { rateOf } from '../delivery/number-queues.ts';
import type { Simulator } from '../simulator.ts';
import { ControlProblem, parsed } from './problem.ts';

/** Accounts and their numbers; tokens go in and never come out. */
export function accountRoutes(app: FastifyInstance, simulator: Simulator): void {
  app.get('/accounts', () => ({
    items: simulator.accounts.list().map((account) => showAccount(simulator, account)),
  }));

  app.post('/accounts', (request) => {
    const input = parsed(accountSchema, request.body);
    try {
      return showAccount(simulator, simulator.accounts.put(input, simulator.now()));
    } catch (error) {
      if (!(error instanceof AccountRefused)) throw error;
      throw new ControlProblem(409, 'conflict', error.message);
    }
  });
}

function showAccount({ queues, settings, now }: Simulator, account: Account) {
  const { sid, friendlyName, status, limits } = account;
  const numbers = [...account.numbers.values()].map((number) => {
    const rateParts = rateOf(settings, number);
    const queuedParts = rateParts === null ? 0 : Math.ceil(queues.waiting(number.phone, rateParts, now()));
    return { ...number, sid: numberSid(sid, number.phone), queuedParts };
  });
  return { sid, friendlyName, status, limits, numbers, services: [...account.services.values()] };
}
