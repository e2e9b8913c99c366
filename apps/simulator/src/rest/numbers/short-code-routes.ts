import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Account } from '../../accounts/account.ts';
import type { SendingNumber } from '../../accounts/number.ts';
import type { Simulator } from '../../simulator.ts';
import { accountOf } from '../authenticate.ts';
import { pageFrame, takeListPage } from '../list-page.ts';
import { refuse } from '../refuse.ts';
import { shortCodeBody } from './incoming-body.ts';
import { changeNumber, listNumbers, numberBySid } from './own-numbers.ts';

type Fields = Record<string, unknown>;
type One = { Params: { sid: string }; Body: Fields | undefined };

const one = '/SMS/ShortCodes/:sid(^[A-Za-z0-9]+).json';

/** The account's short codes: they are leased, not bought, so they can only be read and pointed elsewhere. */
export function shortCodeRoutes(app: FastifyInstance, simulator: Simulator): void {
  app.get<{ Querystring: Fields }>('/SMS/ShortCodes.json', (request) => {
    const account = accountOf(request);
    const { query } = request;
    const filter = { phone: query['ShortCode'], name: query['FriendlyName'] };
    const page = takeListPage(listNumbers(account, isShortCode, filter), query);
    const path = `/2010-04-01/Accounts/${account.sid}/SMS/ShortCodes.json`;
    const short_codes = page.items.map((number) => shortCodeBody(account, number));
    return { ...pageFrame(path, query, page), short_codes };
  });

  app.get<One>(one, (request, reply): FastifyReply => {
    const account = accountOf(request);
    const number = found(account, request.params.sid);
    if (number === undefined) return refuse(reply, { code: 20404, detail: request.url });
    return reply.send(shortCodeBody(account, number));
  });

  app.post<One>(one, (request, reply): FastifyReply => {
    const account = accountOf(request);
    const number = found(account, request.params.sid);
    if (number === undefined) return refuse(reply, { code: 20404, detail: request.url });
    const changed = changeNumber(simulator, account, number, request.body ?? {});
    if ('refusal' in changed) return refuse(reply, changed.refusal);
    return reply.send(shortCodeBody(account, changed.number));
  });
}

function isShortCode({ phone }: SendingNumber): boolean {
  return !phone.startsWith('+');
}

function found(account: Account, sid: string): SendingNumber | undefined {
  return sid.startsWith('SC') ? numberBySid(account, sid) : undefined;
}
