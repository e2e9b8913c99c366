import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Account } from '../../accounts/account.ts';
import type { SendingNumber } from '../../accounts/number.ts';
import type { Simulator } from '../../simulator.ts';
import { accountOf } from '../authenticate.ts';
import { pageFrame, takeListPage } from '../list-page.ts';
import { refuse } from '../refuse.ts';
import { buyNumber } from './buy.ts';
import { incomingBody } from './incoming-body.ts';
import { changeNumber, listNumbers, numberBySid } from './own-numbers.ts';

type Fields = Record<string, unknown>;
type One = { Params: { sid: string }; Body: Fields | undefined };

const many = '/IncomingPhoneNumbers.json';
const one = '/IncomingPhoneNumbers/:sid(^[A-Za-z0-9]+).json';

/** The account's phone numbers; short codes are a resource of their own. */
export function incomingRoutes(app: FastifyInstance, simulator: Simulator): void {
  app.get<{ Querystring: Fields }>(many, (request) => {
    const account = accountOf(request);
    const { query } = request;
    const filter = { phone: query['PhoneNumber'], name: query['FriendlyName'] };
    const page = takeListPage(listNumbers(account, isPhone, filter), query);
    const path = `/2010-04-01/Accounts/${account.sid}${many}`;
    const incoming_phone_numbers = page.items.map((number) => incomingBody(account, number));
    return { ...pageFrame(path, query, page), incoming_phone_numbers };
  });

  app.post<{ Body: Fields | undefined }>(many, (request, reply) => {
    const account = accountOf(request);
    const bought = buyNumber(simulator, account, request.body ?? {});
    if ('refusal' in bought) return refuse(reply, bought.refusal);
    return reply.code(201).send(incomingBody(account, bought.number));
  });

  app.get<One>(one, (request, reply): FastifyReply => {
    const account = accountOf(request);
    const number = found(account, request.params.sid);
    if (number === undefined) return refuse(reply, { code: 20404, detail: request.url });
    return reply.send(incomingBody(account, number));
  });

  app.post<One>(one, (request, reply): FastifyReply => {
    const account = accountOf(request);
    const number = found(account, request.params.sid);
    if (number === undefined) return refuse(reply, { code: 20404, detail: request.url });
    const changed = changeNumber(simulator, account, number, request.body ?? {});
    if ('refusal' in changed) return refuse(reply, changed.refusal);
    return reply.send(incomingBody(account, changed.number));
  });

  app.delete<One>(one, (request, reply): FastifyReply => {
    const account = accountOf(request);
    const number = found(account, request.params.sid);
    if (number === undefined) return refuse(reply, { code: 20404, detail: request.url });
    simulator.accounts.release(account, number.phone);
    return reply.code(204).send();
  });
}

function isPhone({ phone }: SendingNumber): boolean {
  return phone.startsWith('+');
}

function found(account: Account, sid: string): SendingNumber | undefined {
  return sid.startsWith('PN') ? numberBySid(account, sid) : undefined;
}
