import twilio from 'twilio';
import type { CarrierCredentials } from '@sms-crm/domain/context/ports';
import type { PooledHttpClient } from './http-client.ts';

/** What a phone that cannot be is called beside Twilio's own line types. */
const noPhone = 'invalid';

/** Where Twilio's Lookup is: a host of its own there, the same server everywhere else. */
export function lookUpBase(baseUrl: string): string {
  return new URL(baseUrl).hostname === 'api.twilio.com' ? 'https://lookups.twilio.com' : baseUrl;
}

/** Asks Lookup v2 what kind of line a phone has; each call costs money. */
export function createLookUp(
  credentials: CarrierCredentials,
  options: { httpClient: PooledHttpClient; baseUrl: string },
): (phone: string) => Promise<string> {
  const client = twilio(credentials.accountSid, credentials.authToken, {
    httpClient: options.httpClient,
    autoRetry: false,
    env: {},
  });
  client.lookups.baseUrl = new URL(options.baseUrl).origin;
  return async (phone) => {
    const found = await client.lookups.v2.phoneNumbers(phone).fetch({ fields: 'line_type_intelligence' });
    if (!found.valid) return noPhone;
    const line: { type?: unknown } = { ...found.lineTypeIntelligence };
    return typeof line.type === 'string' ? line.type : 'unknown';
  };
}
