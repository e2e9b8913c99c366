import type { Message } from '../messages/message.ts';
import type { Params } from './webhook-call.ts';

/** The parameters of a status callback; the price and a timestamp are not among them. */
export function callbackParams(message: Message): Params {
  const params: Record<string, string> = {
    AccountSid: message.accountSid,
    ApiVersion: '2010-04-01',
    From: message.from,
    MessageSid: message.sid,
    MessageStatus: message.status,
    SmsSid: message.sid,
    SmsStatus: message.status,
    To: message.to,
  };
  if (message.serviceSid !== null) params['MessagingServiceSid'] = message.serviceSid;
  if (message.errorCode !== null) params['ErrorCode'] = String(message.errorCode);
  if (message.status === 'delivered' || message.status === 'undelivered') {
    params['RawDlrDoneDate'] = dlrDate(message.updatedAtMs);
  }
  return params;
}

/** `YYMMDDhhmm`, as carriers write it; it has no zone, this one is UTC. */
function dlrDate(ms: number): string {
  const minute = Math.floor(ms / 60_000);
  if (minute !== lastDate.minute) {
    lastDate = { minute, text: new Date(ms).toISOString().replaceAll(/\D/g, '').slice(2, 12) };
  }
  return lastDate.text;
}

/** The last date written; thousands of callbacks share it. */
let lastDate = { minute: -1, text: '' };
