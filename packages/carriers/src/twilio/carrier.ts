import twilio from 'twilio';
import type { MessageInstance } from 'twilio/lib/rest/api/v2010/account/message.js';
import type {
  Carrier,
  CarrierCredentials,
  ListedText,
  OutboundText,
  SendOutcome,
  SentPage,
} from '@sms-crm/domain/context/ports';
import { outcomeOfError } from './outcome.ts';
import type { PooledHttpClient } from './http-client.ts';
import { verifierOf } from './signature.ts';
import { askingBeforeWrite } from './write-gate.ts';

/** Messages read from the carrier's list; one phone never gets that many texts from one number while an outcome is open. */
const maxListed = 200;

/** Texts on a page of what was sent: with the longest texts a page stays below the largest answer that is read. */
const sentPageSize = 500;

/** Micro-dollars in a dollar. */
const microsPerDollar = 1_000_000;

/** One Twilio account, or what speaks Twilio's API. */
export function createTwilioCarrier(
  credentials: CarrierCredentials,
  options: { httpClient: PooledHttpClient; baseUrl: string; lookUp: (phone: string) => Promise<string> },
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
    listSent: (filter) => listSent(client, filter),
    lookUp: options.lookUp,
    verifySignature: verifierOf(credentials.authToken),
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
  refuseUndated(listed);
  const oldest = listed.at(-1);
  if (listed.length === maxListed && oldest !== undefined && oldest.dateCreated >= filter.since) {
    throw new Error(`the carrier lists more than ${maxListed} texts to one phone; its list is not complete`);
  }
  return listed.filter((message) => message.dateCreated >= filter.since).map(toListed);
}

/** A text without a moment would look older than any, so as if it had never been sent. */
function refuseUndated(listed: readonly MessageInstance[]): void {
  const undated = listed.find(
    ({ dateCreated }) => !(dateCreated instanceof Date && dateCreated.getTime() > 0),
  );
  if (undated) throw new Error(`the carrier lists text ${undated.sid} without a readable date`);
}

function toListed(message: MessageInstance): ListedText {
  return {
    direction: message.direction === 'inbound' ? 'inbound' : 'outbound',
    carrierMessageId: message.sid,
    from: message.from,
    to: message.to,
    body: message.body,
    status: message.status,
    errorCode: message.errorCode ? String(message.errorCode) : null,
    createdAt: message.dateCreated,
    priceMicros: priceMicros(message.price),
  };
}

/** Twilio's filter is documented in days of GMT and takes moments as well; where it reads only their day, the page holds more. */
async function listSent(
  client: twilio.Twilio,
  { from, until, page }: { from: Date; until: Date; page: string | null },
): Promise<SentPage> {
  const place = new URLSearchParams(page ?? '');
  const found = await client.messages.page({
    dateSentAfter: from,
    dateSentBefore: until,
    pageSize: sentPageSize,
    ...(page === null
      ? {}
      : { pageToken: place.get('PageToken') ?? '', pageNumber: Number(place.get('Page')) }),
  });
  return {
    texts: found.instances.map(toListed),
    nextPage: placeOf(found.nextPageUrl),
  };
}

/** Where the next page begins, of its whole address. */
function placeOf(address: string | undefined): string | null {
  if (address === undefined) return null;
  const { searchParams } = new URL(address);
  const token = searchParams.get('PageToken');
  if (token === null) throw new Error('the carrier names a next page without its token');
  return new URLSearchParams({ Page: searchParams.get('Page') ?? '0', PageToken: token }).toString();
}

/** Twilio's prices are negative texts of dollars, e.g. `-0.00750`; null while unknown. */
function priceMicros(price: string | null): number | null {
  return price === null ? null : Math.round(Math.abs(Number(price)) * microsPerDollar);
}
