/** Headers of columns that say who agreed, in the languages of the answers to a STOP. */
const saysWhoAgreed =
  /opt(?:ed)? ?in|consen|agree|su[bs]?scri|iscri|abonn|permi(?:ss|so)|permess|marketing|einwillig|erlaub|zustimm|accord|akkoord|toestemming|autori[sz]|zgod|gdpr|rgpd|dsgvo|\b(?:sms|text(?:s|ing)?) (?:ok|allowed)\b/;

/** Headers of columns in which a yes is a no. */
const saysWhoLeft =
  /unsub|opt(?:ed)? ?out|do ?not ?(?:text|contact|call|sms)|\bdnc\b|^(?:stop|baja)$|abgemeldet|widerruf|desabonn|desinscri|disiscri|uitgeschreven|afgemeld/;

/** In a column of countries NO is Norway. */
const countries = String.raw`\b(?:countr(?:y|ies)|pays|pais|paese|land)\b`;
const namesCountry = new RegExp(countries);
const isOfCountries = new RegExp(`${countries}(?: code| iso| name)?$`);

/** Words by which somebody left. */
const left =
  'unsubscribed unsub optedout optout stop stopped dnc donottext donotcontact donotcall withdrawn withdrew revoked abgemeldet ' +
  'widerrufen desabonne desinscrit baja disiscritto uitgeschreven afgemeld';
/** Words of who has not made up their mind, or of whom nobody knows: they did not agree. */
const doubtful =
  'maybe perhaps unknown unsure unclear undecided pending vielleicht unbekannt unklar peutetre inconnu quizas talvez forse misschien onbekend';
const leftWords = wordsOf(`x ${left}`);
const no = wordsOf(
  `no n false f nein nee nej nei nao non nie not never off notsubscribed neversubscribed notoptedin declined denied refused abgelehnt ${doubtful} ${left}`,
);
const yes = wordsOf(
  'yes y true t 1 ja j si s oui o sim tak on subscribed optedin optin agreed granted accepted',
);
const ticked = /^[✓✔☑☒✅]/u;
const crossed = /^[✗✘✖❌☐]/u;
const zero = /^0+$/;

/** As years or months are written in tables, in words, without separators, as a count of days or of seconds. */
const dates = [
  /^\d{1,4}[-/.]\d/,
  /\p{L}{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}\b/u,
  /\d{1,2}\.? (?:de )?\p{L}{3,9}\.?,? (?:de )?\d{4}\b/u,
  /^(?:20\d{6}|[345]\d{4}(?:\.\d+)?|1\d{9}|1\d{12})$/,
];

/** Whether a column seems to say who agreed, or who no longer does. */
export function isAgreementColumn(header: string): boolean {
  const words = spaced(header);
  return !isOfCountries.test(words) && (saysWhoAgreed.test(words) || saysWhoLeft.test(words));
}

/**
 * Reads the cells of such a column: whether one says that its person did not agree. A 0 does where the column holds nothing but
 * yes and no: elsewhere it may be a count.
 *
 * @param samples some values of the column
 */
export function readsNo(header: string, samples: readonly string[]): (cell: string) => boolean {
  const column = spaced(header);
  if (saysWhoLeft.test(column)) return saysLeft;
  const answers = samples.every((sample) => isAnswer(plain(spaced(sample))));
  const norway = namesCountry.test(column) && samples.some(isCountry);
  return (cell) => {
    const words = spaced(cell);
    return zero.test(plain(words)) ? answers : !norway && (crossed.test(cell.trim()) || says(words, no));
  };
}

function saysLeft(cell: string): boolean {
  const [text, words] = [cell.trim(), spaced(cell)];
  return (
    ticked.test(text) || dates.some((date) => date.test(text)) || says(words, yes) || says(words, leftWords)
  );
}

/** Whether a cell is one of the words, but for figures, or begins with it: “No thanks”, “unsubscribed 2024-01-05”. */
function says(cell: string, words: ReadonlySet<string>): boolean {
  const whole = plain(cell);
  const others = [whole.replace(/\d+/g, ''), cell.split(' ', 1)[0] ?? ''];
  return words.has(whole) || others.some((word) => word.length > 1 && words.has(word));
}

function isCountry(sample: string): boolean {
  return /^[A-Z]{2}$/.test(sample.trim()) && !isAnswer(sample.trim().toLowerCase());
}

function isAnswer(word: string): boolean {
  return zero.test(word) || yes.has(word) || no.has(word);
}

function wordsOf(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

function plain(words: string): string {
  return words.replaceAll(' ', '');
}

/** Lower case, letters and digits only, without accents; a space between words, those in camel case too. */
function spaced(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
