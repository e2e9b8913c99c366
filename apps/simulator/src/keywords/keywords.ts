import type { NumberType, SendingNumber } from '../accounts/number.ts';

/** What a single word asks for. */
export type Wish = 'stop' | 'start' | 'help';

/** Who answers keywords on a number of one type, with which words and texts. */
type KeywordPolicy = {
  by: 'carrier' | 'network';
  words: Readonly<Record<Wish, readonly string[]>>;
  answer: (wish: Wish, word: string) => string;
};

const stopAnswer =
  'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.';
const startAnswer =
  'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.';
const helpAnswer = 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.';

const carrierPolicy: KeywordPolicy = {
  by: 'carrier',
  words: {
    stop: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'OPTOUT', 'REVOKE'],
    start: ['START', 'YES', 'UNSTOP'],
    help: ['HELP', 'INFO'],
  },
  answer: (wish) => ({ stop: stopAnswer, start: startAnswer, help: helpAnswer })[wish],
};

const networkPolicy: KeywordPolicy = {
  by: 'network',
  words: { stop: ['STOP'], start: ['START', 'UNSTOP'], help: [] },
  answer: (wish, word) =>
    wish === 'stop'
      ? 'NETWORK MSG: You replied with the word "stop" which blocks all texts sent from this number. Text back "unstop" to receive messages again.'
      : `NETWORK MSG: You have replied "${word.toLowerCase()}" and will begin receiving messages again from this number.`,
};

/**
 * By type of number: Twilio answers on long codes, the network on toll-free numbers, and nobody on a
 * standalone short code, where the application has to.
 */
const policies: Readonly<Record<NumberType, KeywordPolicy | undefined>> = {
  'long-code': carrierPolicy,
  '10dlc': carrierPolicy,
  'toll-free': networkPolicy,
  'short-code': undefined,
};

/** A keyword somebody other than the application takes care of. */
export type Keyword = { wish: Wish; by: 'carrier' | 'network'; answer: string };

/** The keyword a text is to this number, if any: only the single word counts, "STOP PLEASE" is none. */
export function keywordOf(number: SendingNumber, body: string): Keyword | undefined {
  const policy = number.keywords === 'off' ? undefined : policies[number.type];
  if (policy === undefined) return undefined;
  const word = body.trim().toUpperCase();
  const wishes: readonly Wish[] = ['stop', 'start', 'help'];
  const wish = wishes.find((candidate) => policy.words[candidate].includes(word));
  return wish === undefined ? undefined : { wish, by: policy.by, answer: policy.answer(wish, word) };
}
