import twilio from 'twilio';
import {
  CarrierSetupError,
  type CarrierAccountState,
  type CarrierSetup,
  type ListedNumber,
} from '@sms-crm/domain/carrier-accounts/setup-port';
import type { CarrierCredentials } from '@sms-crm/domain/context/ports';
import type { Side } from '../side.ts';
import { isTollFree, typeOf } from './number-type.ts';
import { readRegistrations } from './registrations.ts';

/** Most numbers of each resource that are read. */
const maxNumbers = 1_000;

/** Questions to Twilio about one account, for its owner. */
export function createTwilioSetup(
  credentials: CarrierCredentials,
  sides: { api: Side; messaging: Side },
): CarrierSetup {
  const api = clientOf(credentials, sides.api);
  const messaging = clientOf(credentials, sides.messaging);
  return {
    account: () => translated(() => accountState(api, credentials.accountSid)),
    numbers: () => translated(() => listNumbers(api, messaging)),
    pointTexts: (number, url) => translated(() => pointTexts(api, number, url)),
  };
}

function clientOf(
  { accountSid, authToken }: CarrierCredentials,
  { httpClient, baseUrl }: Side,
): twilio.Twilio {
  const client = twilio(accountSid, authToken, { httpClient, autoRetry: false, env: {} });
  const { origin } = new URL(baseUrl);
  client.api.baseUrl = origin;
  client.messaging.baseUrl = origin;
  return client;
}

async function accountState(client: twilio.Twilio, sid: string): Promise<CarrierAccountState> {
  const account = await client.api.v2010.accounts(sid).fetch();
  return { status: account.status, trial: account.type.toLowerCase() === 'trial' };
}

async function listNumbers(api: twilio.Twilio, messaging: twilio.Twilio): Promise<ListedNumber[]> {
  const phones = await api.incomingPhoneNumbers.list({ limit: maxNumbers, pageSize: maxNumbers });
  const codes = await api.shortCodes.list({ limit: maxNumbers, pageSize: maxNumbers });
  const registrations = await readRegistrations(messaging);
  return [
    ...phones
      .filter(({ capabilities }) => capabilities.sms)
      .map((number): ListedNumber => {
        const { sid, phoneNumber: phone, friendlyName: name, smsUrl, smsApplicationSid } = number;
        const registration = isTollFree(phone)
          ? (registrations.tollFree.get(sid) ?? null)
          : (registrations.campaigns.get(sid) ?? null);
        return {
          carrierNumberId: sid,
          phone,
          name,
          type: typeOf(phone, registration !== null),
          smsUrl: smsUrl || null,
          overriddenBy: smsApplicationSid
            ? `texts go to the TwiML application ${smsApplicationSid}. Take it off this number in the carrier's console.`
            : (registrations.overrides.get(sid) ?? null),
          registration,
        };
      }),
    ...codes.map(({ sid, shortCode, friendlyName, smsUrl }): ListedNumber => ({
      carrierNumberId: sid,
      phone: shortCode,
      name: friendlyName,
      type: 'short-code',
      smsUrl: smsUrl || null,
      overriddenBy: registrations.overrides.get(sid) ?? null,
      registration: null,
    })),
  ];
}

async function pointTexts(
  client: twilio.Twilio,
  { carrierNumberId, type }: Pick<ListedNumber, 'carrierNumberId' | 'type'>,
  url: string,
): Promise<string | null> {
  const change = { smsUrl: url, smsMethod: 'POST' };
  if (type === 'short-code') {
    const code = client.shortCodes(carrierNumberId);
    await code.update(change);
    return (await code.fetch()).smsUrl || null;
  }
  const number = client.incomingPhoneNumbers(carrierNumberId);
  await number.update(change);
  return (await number.fetch()).smsUrl || null;
}

async function translated<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw errorOf(error);
  }
}

/** Twilio answers 401 with 20003 for a wrong token and 404 with 20404 for an account that is not there. */
function errorOf(error: unknown): CarrierSetupError {
  if (!(error instanceof twilio.RestException)) {
    return new CarrierSetupError('away', causeOf(error), { cause: error });
  }
  const { status, code, message } = error;
  const words = `${status} ${code ?? ''} ${message}`.replaceAll(/\s+/g, ' ').slice(0, 300);
  if (status === 401) return new CarrierSetupError('credentials', words, { cause: error });
  const refused = status >= 400 && status < 500 && status !== 429 && code !== undefined;
  return new CarrierSetupError(refused ? 'refused' : 'away', words, { cause: error });
}

/** What happened in the network, e.g. `getaddrinfo ENOTFOUND api.twilio.com`; our own words for it stand around that. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? causeOf(error.cause) : error.message || error.name;
}
