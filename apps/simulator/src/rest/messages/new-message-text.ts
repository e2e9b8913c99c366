import type { Message } from '../../messages/message.ts';
import { rfcDate } from '../rfc-date.ts';
import { messageBody } from './message-body.ts';

/**
 * The JSON a create request is answered with. For the plain text that nearly all are it is put together by hand,
 * four times as fast as `JSON.stringify` of the resource; the same to the letter.
 */
export function newMessageText(message: Message): string {
  if (message.status !== 'queued' || message.serviceSid !== null || message.mediaUrls.length > 0) {
    return JSON.stringify(messageBody(message, true));
  }
  const { accountSid, sid } = message;
  const date = rfcDate(message.createdAtMs);
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}`;
  return (
    `{"account_sid":"${accountSid}","api_version":"2010-04-01","body":${JSON.stringify(message.body)},` +
    `"date_created":"${date}","date_sent":null,"date_updated":"${date}","direction":"${message.direction}",` +
    `"error_code":null,"error_message":null,"from":${JSON.stringify(message.from)},"messaging_service_sid":null,` +
    `"num_media":"0","num_segments":"${message.parts}","price":null,"price_unit":"USD","sid":"${sid}",` +
    `"status":"queued","subresource_uris":{"media":"${uri}/Media.json"},"to":"${message.to}","uri":"${uri}.json"}`
  );
}
