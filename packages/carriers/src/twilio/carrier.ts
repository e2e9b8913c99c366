import twilio from 'twilio';
import type {
  Carrier,
  CarrierCredentials,
  ListedText,
  OutboundText,
  SendOutcome,
} from '@sms-crm/domain/context/ports';
import { outcomeOfError } from './outcome.ts';
import type { PooledHttpClient } from './http-client.ts';
import { askingBeforeWrite } from './write-gate.ts';

/** Messages read from the carrier's list; one phone never gets that many texts from one number while an outcome is open. */
const maxListed = 200;

/** Micro-dollars in a dollar. */
const microsPerDollar = 1_000_000;

/** One Twilio account, or what speaks Twilio's API. */
export function createTwilioCarrier(
  credentials: CarrierCredentials,
  options: { httpClient: PooledHttpClient; baseUrl: string },
): Carrier {
  const client = twilio(credentials.accountSid, credentials.authToken, {
    httpClient: options.httpClient,
    autoRetry: false,
    env: {},
  });
  // The HTTP client puts the path of the base URL in front.
  client.api.baseUrl = new URL(options.baseUrl).origin;
  return {
    send: (text, mayStart = always) => askingBeforeWrite(mayStart, () => send(client, text)),
    list: (filter) => list(client, filter),
    verifySignature: ({ url, params, signature }) => verify(credentials.authToken, signature, url, params),
  };
}

const always = () => true;

async function send(client: twilio.Twilio, text: OutboundText): Promise<SendOutcome> {
  try {
    const message = await client.messages.create({
      to: text.to,
      from: text.from,
      body: text.body,
      statusCallback: text.statusCallback,
      validityPeriod: text.validitySeconds,
    });
    if (!message.sid) return { type: 'unknown', detail: 'the carrier took the request but named no message' };
    const parts = Number(message.numSegments);
    return { type: 'accepted', carrierMessageId: message.sid, parts: parts > 0 ? parts : null };
  } catch (error) {
    return outcomeOfError(error);
  }
}

async function list(
  client: twilio.Twilio,
  filter: { to: string; from: string; since: Date },
): Promise<ListedText[]> {
  const listed = await client.messages.list({
    to: filter.to,
    from: filter.from,
    limit: maxListed,
    pageSize: maxListed,
  });
  // A text without a moment would look older than any, so as if it had never been sent.
  const undated = listed.find(
    ({ dateCreated }) => !(dateCreated instanceof Date && dateCreated.getTime() > 0),
  );
  if (undated) throw new Error(`the carrier lists text ${undated.sid} without a readable date`);
  const oldest = listed.at(-1);
  if (listed.length === maxListed && oldest !== undefined && oldest.dateCreated >= filter.since) {
    throw new Error(`the carrier lists more than ${maxListed} texts to one phone; its list is not complete`);
  }
  return listed
    .filter((message) => message.dateCreated >= filter.since)
    .map((message) => ({
      carrierMessageId: message.sid,
      from: message.from,
      to: message.to,
      body: message.body,
      status: message.status,
      errorCode: message.errorCode ? String(message.errorCode) : null,
      createdAt: message.dateCreated,
      priceMicros: priceMicros(message.price),
    }));
}

/** Twilio's prices are negative texts of dollars, e.g. `-0.00750`; null while unknown. */
function priceMicros(price: string | null): number | null {
  return price === null ? null : Math.round(Math.abs(Number(price)) * microsPerDollar);
}

/** The SDK throws on addresses that are none; that is a wrong signature too. */
function verify(token: string, signature: string, url: string, params: Record<string, string>): boolean {
  try {
    return twilio.validateRequest(token, signature, url, params);
  } catch {
    return false;
  }
}
