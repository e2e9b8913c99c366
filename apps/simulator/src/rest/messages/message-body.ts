import { carrierError } from '../../delivery/carrier-errors.ts';
import { rfcDate } from '../rfc-date.ts';
import type { Message, Status } from '../../messages/message.ts';

const apiVersion = '2010-04-01';

/** States in which a messaging service has not chosen a sender yet. */
const unassigned: ReadonlySet<Status> = new Set<Status>(['accepted', 'scheduled', 'canceled']);

/** The message resource as Twilio writes it; `isNew` leaves out what a create response has not yet. */
export function messageBody(message: Message, isNew = false) {
  const uri = `/${apiVersion}/Accounts/${message.accountSid}/Messages/${message.sid}`;
  const hasSender = message.serviceSid === null || !unassigned.has(message.status);
  return {
    account_sid: message.accountSid,
    api_version: apiVersion,
    body: message.redacted ? '' : message.body,
    date_created: rfcDate(message.createdAtMs),
    date_sent: message.sentAtMs === null ? null : rfcDate(message.sentAtMs),
    date_updated: rfcDate(message.updatedAtMs),
    direction: message.direction,
    error_code: message.errorCode,
    error_message: message.errorCode === null ? null : carrierError(message.errorCode).message,
    from: hasSender ? message.from : null,
    messaging_service_sid: message.serviceSid,
    num_media: String(message.mediaUrls.length),
    num_segments: hasSender ? String(message.parts) : '0',
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

/** What was charged is negative, with five decimals or six where a price needs them. */
function priceText(micros: number): string {
  const decimals = micros % 10 === 0 ? 5 : 6;
  return micros === 0 ? '0.00000' : `-${(micros / 1_000_000).toFixed(decimals)}`;
}
