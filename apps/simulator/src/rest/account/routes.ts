import type { FastifyInstance } from 'fastify';
import type { Account } from '../../accounts/account.ts';
import { accountOf } from '../authenticate.ts';
import { rfcDate } from '../rfc-date.ts';

/** The account itself: whether SID and token are right, and whether it may send. */
export function accountRoutes(app: FastifyInstance): void {
  app.get('/:accountSid(^[A-Za-z0-9]+).json', (request) => accountBody(accountOf(request)));
}

function accountBody(account: Account) {
  const uri = `/2010-04-01/Accounts/${account.sid}`;
  return {
    auth_token: account.token,
    date_created: rfcDate(account.createdAtMs),
    date_updated: rfcDate(account.createdAtMs),
    friendly_name: account.friendlyName,
    owner_account_sid: account.sid,
    sid: account.sid,
    status: account.status,
    subresource_uris: {
      available_phone_numbers: `${uri}/AvailablePhoneNumbers.json`,
      incoming_phone_numbers: `${uri}/IncomingPhoneNumbers.json`,
      messages: `${uri}/Messages.json`,
      short_codes: `${uri}/SMS/ShortCodes.json`,
    },
    type: account.type,
    uri: `${uri}.json`,
  };
}
