import type { FastifyInstance } from 'fastify';
import type { Account } from '../accounts/account.ts';
import { AccountRefused } from '../accounts/account-book.ts';
import { accountSchema } from '../accounts/account.ts';
import type { Simulator } from '../simulator.ts';
import { ControlProblem, parsed } from './problem.ts';

/** Accounts and their numbers; tokens go in and never come out. */
export function accountRoutes(app: FastifyInstance, simulator: Simulator): void {
  app.get('/accounts', () => ({ items: simulator.accounts.list().map(showAccount) }));

  app.post('/accounts', (request) => {
    const input = parsed(accountSchema, request.body);
    try {
      return showAccount(simulator.accounts.put(input));
    } catch (error) {
      if (!(error instanceof AccountRefused)) throw error;
      throw new ControlProblem(409, 'conflict', error.message);
    }
  });
}

function showAccount(account: Account) {
  return { sid: account.sid, numbers: [...account.numbers.values()] };
}
