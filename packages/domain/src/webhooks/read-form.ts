import { createHash } from 'node:crypto';
import type { WebhookKind } from './due.ts';
import { inboundParams, statusParams } from './twilio-params.ts';

/**
 * What a webhook's meaning hangs on. The carrier signs names and values as one text without separators, so a form cut anew carries the
 * same signature: each of these may stand in that text only where it is a name.
 */
const deciding: Readonly<Record<WebhookKind, readonly string[]>> = {
  status: ['MessageSid', 'MessageStatus', 'ErrorCode'],
  inbound: ['MessageSid', 'NumSegments', 'OptOutType'],
};

/** Names that hold another one. */
const longerNames: Readonly<Record<string, string>> = { MessageSid: 'SmsMessageSid' };

/** What Twilio may send between `Body` and `From`; any other name there could be the end of what somebody wrote. */
const knownAfterBody: ReadonlySet<string> = new Set([
  'ButtonPayload',
  'ButtonText',
  'ChannelInstallSid',
  'ChannelMetadata',
  'ChannelPrefix',
  'ChannelToAddress',
  'ConversationSid',
  'DateCreated',
  'DateSent',
  'DateUpdated',
  'Direction',
  'ErrorCode',
  'ErrorMessage',
  'EventType',
  'Forwarded',
  'FrequentlyForwarded',
  'From',
]);

/**
 * Reads what makes a signed form the webhook of a text. Names that are not known are taken, since Twilio adds some without notice;
 * not where they could have been cut out of a value that is read.
 *
 * @returns the key that the same webhook has each time it is sent, or words why the form is none
 */
export function readForm(
  kind: WebhookKind,
  params: Readonly<Record<string, string>>,
): { dedupeKey: string } | { problem: string } {
  const dedupeKey = dedupeKeyOf(kind, params);
  if (dedupeKey === undefined) {
    const what = kind === 'status' ? 'a status callback' : 'an inbound message';
    return { problem: `The parameters are not those of ${what}.` };
  }
  const names = Object.keys(params).toSorted();
  const twice = nameReadTwice(kind, names, params);
  if (twice !== undefined) return { problem: `The parameters could be read in two ways: ${twice}.` };
  const cut = nameCutOff(kind, names);
  if (cut !== undefined) return { problem: `The parameter “${cut.slice(0, 40)}” is not known.` };
  return { dedupeKey };
}

/** A name that may be the end of the value before it: texts hold anything, a carrier's own words no capital letters. */
function nameCutOff(kind: WebhookKind, names: readonly string[]): string | undefined {
  const free = kind === 'inbound' ? ['Body'] : ['MessageStatus', 'ErrorCode'];
  return free
    .filter((name) => names.includes(name))
    .flatMap((name) => names[names.indexOf(name) + 1] ?? [])
    .find((next) => (kind === 'inbound' ? !knownAfterBody.has(next) : !/^[A-Z]/.test(next)));
}

function nameReadTwice(
  kind: WebhookKind,
  names: readonly string[],
  params: Readonly<Record<string, string>>,
): string | undefined {
  let signed = '';
  for (const name of names) signed += name === 'Body' ? name : name + params[name];
  return deciding[kind].find((word) => {
    const longer = longerNames[word];
    const own = Number(word in params) + Number(longer !== undefined && longer in params);
    return timesIn(signed, word) !== own;
  });
}

/** Counted in place: a callback is one of thousands a second. */
function timesIn(text: string, word: string): number {
  let times = 0;
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) times += 1;
  return times;
}

function dedupeKeyOf(kind: WebhookKind, params: Readonly<Record<string, string>>): string | undefined {
  if (kind === 'inbound') return inboundParams.safeParse(params).data?.MessageSid;
  const status = statusParams.safeParse(params).data;
  return status && `${status.MessageSid}:${dedupeWords(status.MessageStatus, status.ErrorCode)}`;
}

/** Words of no known form may have any length and bytes, which the index of the keys has not: their hash stands for them. */
function dedupeWords(status: string, errorCode: string): string {
  const words = `${status}:${errorCode}`;
  if (/^[a-z_]{1,40}:\d{0,6}$/.test(words)) return words;
  return createHash('sha256')
    .update(JSON.stringify([status, errorCode]))
    .digest('hex');
}
