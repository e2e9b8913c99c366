import { carrierError } from '../../delivery/carrier-errors.ts';
import type { Message } from '../../messages/message.ts';

const apiVersion = '2010-04-01';

/** The message resource as Twilio writes it; `isNew` leaves out what a create response has not yet. */
export function messageBody(message: Message, isNew = false) {
  const uri = `/${apiVersion}/Accounts/${message.accountSid}/Messages/${message.sid}`;
  return {
    account_sid: message.accountSid,
    api_version: apiVersion,
    body: message.body,
    date_created: rfcDate(message.createdAtMs),
    date_sent: message.sentAtMs === null ? null : rfcDate(message.sentAtMs),
    date_updated: rfcDate(message.updatedAtMs),
    direction: message.direction,
    error_code: message.errorCode,
    error_message: message.errorCode === null ? null : carrierError(message.errorCode).message,
    from: message.from,
    messaging_service_sid: null,
    num_media: String(message.mediaUrls.length),
    num_segments: String(message.parts),
    price: message.priceMicros === null ? null : priceText(message.priceMicros),
    price_unit: 'USD',
    sid: message.sid,
    status: message.status,
    subresource_uris: isNew
      ? { media: `${uri}/Media.json` }
      : { media: `${uri}/Media.json`, feedback: `${uri}/Feedback.json` },
    to: message.to,
    uri: `${uri}.json`,
  };
}

/** RFC 2822 in GMT with a numeric zone, seconds precise: `Thu, 24 Aug 2023 05:01:45 +0000`. */
function rfcDate(ms: number): string {
  const second = Math.floor(ms / 1_000);
  if (second !== lastDate.second) {
    lastDate = { second, text: `${new Date(ms).toUTCString().slice(0, -3)}+0000` };
  }
  return lastDate.text;
}

/** The last date written; thousands of messages share it. */
let lastDate = { second: -1, text: '' };

/** What was charged is negative, with five decimals or six where a price needs them. */
function priceText(micros: number): string {
  const decimals = micros % 10 === 0 ? 5 : 6;
  return micros === 0 ? '0.00000' : `-${(micros / 1_000_000).toFixed(decimals)}`;
}
