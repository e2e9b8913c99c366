/** What a recipient asks for with a keyword. */
export type KeywordIntent = 'stop' | 'start' | 'help';

/** Languages we answer in. */
export type ReplyLanguage = 'en' | 'fr' | 'es';

export type Keyword = { intent: KeywordIntent; language: ReplyLanguage };

type Words = Readonly<Record<ReplyLanguage, readonly string[]>>;

/**
 * Whole messages that stop: the words of the FCC (47 CFR 64.1200(a)(10)), of Twilio and AWS, and the usual ones of other
 * languages. Languages we have no answers in stand under English.
 */
const stopWords: Words = {
  en: (
    'stop,stopall,stop all,unsubscribe,unsub,cancel,end,quit,revoke,optout,opt out,remove,remove me,td,' +
    'pare,sair,stopp,abmelden,afmelden,cancella'
  ).split(','),
  fr: ['arret', 'arrêt'],
  es: ['baja', 'alto', 'parar', 'cancelar', 'no mas', 'no más'],
};
/** A start does nothing unless a STOP is in force, so a YES in a conversation is harmless. */
const startWords: Words = { en: ['start', 'unstop', 'yes'], fr: [], es: [] };
const helpWords: Words = { en: ['help', 'info'], fr: ['aide'], es: ['ayuda'] };

/** "Stop texting me now" stops too: this word first, and at most so many after it. */
const leadingStop = 'stop';
const mostWordsAfterStop = 3;

const exact: ReadonlyMap<string, Keyword> = new Map([
  ...entriesOf('stop', stopWords),
  ...entriesOf('start', startWords),
  ...entriesOf('help', helpWords),
]);

/** Finds the keyword that a whole message is; undefined for any other text. */
export function matchKeyword(body: string): Keyword | undefined {
  const text = normalize(body);
  const found = exact.get(text);
  if (found !== undefined) return found;
  const [first, ...others] = text.split(' ');
  const stops = first === leadingStop && others.length <= mostWordsAfterStop;
  return stops ? { intent: 'stop', language: 'en' } : undefined;
}

/** One spelling for all ways to write the same: width, case, quotes, punctuation, emoji, spaces. */
function normalize(body: string): string {
  return body
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\p{M}\p{Cf}'’‘`"“”«»]/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function entriesOf(intent: KeywordIntent, words: Words): [string, Keyword][] {
  const languages: readonly ReplyLanguage[] = ['en', 'fr', 'es'];
  return languages.flatMap((language) =>
    words[language].map((word): [string, Keyword] => [normalize(word), { intent, language }]),
  );
}
