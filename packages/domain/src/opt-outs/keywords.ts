import { isOverlong, normalize } from './normalize.ts';

/** What a recipient asks for with a keyword. */
export type KeywordIntent = 'stop' | 'start' | 'help';

/** Languages we answer in. */
export const replyLanguages = ['en', 'fr', 'es', 'pt', 'de', 'nl', 'it'] as const;
export type ReplyLanguage = (typeof replyLanguages)[number];

export type Keyword = { intent: KeywordIntent; language: ReplyLanguage };

type Words = Readonly<Record<ReplyLanguage, string>>;

/** Whole messages that stop: the words of the FCC (47 CFR 64.1200(a)(10)), of Twilio and AWS, and the usual ones of other languages. */
const stopWords: Words = {
  en: 'stop,stopall,stop all,unsubscribe,unsub,cancel,end,quit,revoke,optout,opt out,remove,remove me,td',
  fr: 'arret,arreter,desabonner,desinscrire,desinscription',
  es: 'baja,alto,parar,cancelar,no mas',
  pt: 'pare,sair',
  de: 'stopp,abmelden,abbestellen',
  nl: 'afmelden',
  it: 'cancella',
};

/** A start does nothing unless a STOP is in force, so a YES in a conversation is harmless. */
const startWords: Words = { en: 'start,unstop,yes', fr: '', es: '', pt: '', de: '', nl: '', it: '' };

const helpWords: Words = {
  en: 'help,info',
  fr: 'aide',
  es: 'ayuda',
  pt: 'ajuda',
  de: 'hilfe',
  nl: '',
  it: 'aiuto',
};

/** Said around a keyword, they change nothing. */
const courtesies: Words = {
  en: 'please,pls,plz,thanks,thank you,thx,ty,now,kindly,hi,hello,ok,okay,sorry,just',
  fr: 's il vous plait,sil vous plait,svp,stp,merci,bonjour',
  es: 'por favor,gracias,hola,porfa',
  pt: 'por favor,obrigado,obrigada,ola',
  de: 'bitte,danke,hallo',
  nl: 'alstublieft,aub,bedankt,hallo',
  it: 'per favore,grazie,ciao',
};

/** It answers whatever was asked: politely, it is no start at all. */
const startAlone = 'yes';

/** "Stop texting me now" stops too: this word first, and at most so many after it. */
const leadingStop = 'stop';
const mostWordsAfterStop = 3;

const exact: ReadonlyMap<string, Keyword> = new Map([
  ...entriesOf('stop', stopWords),
  ...entriesOf('start', startWords),
  ...entriesOf('help', helpWords),
]);

/** One of them at the beginning or at the end of a longer text. */
const politeWords = listOf(Object.values(courtesies).join(',')).join('|');
const courtesy = new RegExp(`^(?:${politeWords})(?= )|(?<= )(?:${politeWords})$`, 'u');

/** Courtesies taken away from one text; more than these are no keyword any more. */
const mostCourtesies = 4;

/** Finds the keyword that a whole message is, courtesies left aside; undefined for any other text, and for one too long to be read whole. */
export function matchKeyword(body: string): Keyword | undefined {
  if (isOverlong(body)) return undefined;
  const text = normalize(body);
  const found = exact.get(text) ?? politely(text);
  if (found !== undefined) return found;
  const [first, ...others] = text.split(' ');
  const stops = first === leadingStop && others.length <= mostWordsAfterStop;
  return stops ? { intent: 'stop', language: 'en' } : undefined;
}

/** Whether a text is a start that may answer something else. */
export function isYes(body: string): boolean {
  return normalize(body) === startAlone;
}

function politely(text: string): Keyword | undefined {
  let rest = text;
  for (let taken = 0; taken < mostCourtesies; taken += 1) {
    const shorter = rest.replace(courtesy, '').trim();
    if (shorter === rest) return undefined;
    rest = shorter;
    const found = exact.get(rest);
    if (found !== undefined) return rest === startAlone ? undefined : found;
  }
  return undefined;
}

function listOf(words: string): string[] {
  return words.split(',').filter((word) => word !== '');
}

function entriesOf(intent: KeywordIntent, words: Words): [string, Keyword][] {
  return replyLanguages.flatMap((language) =>
    listOf(words[language]).map((word): [string, Keyword] => [normalize(word), { intent, language }]),
  );
}
