import type { Message } from '../messages/message.ts';
import type { Params } from '../webhooks/webhook-call.ts';
import { countryOf } from './country-of.ts';

/**
 * The parameters of an inbound webhook. City, state and zip are there but empty, as for numbers the
 * carrier knows nothing about; `OptOutType` comes only from messaging services, so it never does.
 */
export function inboundParams(message: Message): Params {
  const media = message.mediaUrls.flatMap((url, index): [string, string][] => [
    [`MediaUrl${index}`, url],
    [`MediaContentType${index}`, mediaType(url)],
  ]);
  return {
    AccountSid: message.accountSid,
    ApiVersion: '2010-04-01',
    Body: message.body,
    From: message.from,
    FromCity: '',
    FromCountry: countryOf(message.from),
    FromState: '',
    FromZip: '',
    MessageSid: message.sid,
    NumMedia: String(message.mediaUrls.length),
    NumSegments: String(message.parts),
    SmsMessageSid: message.sid,
    SmsSid: message.sid,
    SmsStatus: 'received',
    To: message.to,
    ToCity: '',
    ToCountry: countryOf(message.to),
    ToState: '',
    ToZip: '',
    ...Object.fromEntries(media),
  };
}

const mediaTypes: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  pdf: 'application/pdf',
  mp4: 'video/mp4',
};

function mediaType(url: string): string {
  const ending = /\.(\w+)$/.exec(URL.parse(url)?.pathname ?? '')?.[1]?.toLowerCase() ?? '';
  return mediaTypes[ending] ?? 'application/octet-stream';
}
