/** Headers of columns that say who agreed, in the languages of the answers to a STOP. */
const saysWhoAgreed =
  /opt(?:ed)?.?in|consent|agree|subscri|permission|marketing|einwillig|zustimm|accord|akkoord|toestemming|zgod/i;

/** Headers of columns in which a yes is a no. */
const saysWhoLeft = /unsubscri|opt(?:ed)?.?out|do.?not.?(?:text|contact|call|sms)|abgemeldet|widerruf/i;

/** In a column of countries NO is Norway. */
const namesCountry = /countr|pays|pa[ií]s|paese|\bland\b/i;

const no = wordsOf(
  'no n false f nein nee nao non nie not never off unsubscribed notsubscribed neversubscribed optedout optout notoptedin declined ' +
    'denied refused revoked withdrawn abgelehnt abgemeldet widerrufen',
);
const yes = wordsOf(
  'yes y true t 1 ja j si s oui o sim tak on subscribed optedin optin agreed granted accepted',
);
const zero = '0';
const date = /^\d{1,4}[-/.]\d/;

/** Whether a column seems to say who agreed, or who no longer does. */
export function isAgreementColumn(header: string): boolean {
  return !namesCountry.test(header) && (saysWhoAgreed.test(header) || saysWhoLeft.test(header));
}

/**
 * Whether a cell of such a column says that the person did not agree. A 0 does where the column holds nothing but
 * yes and no: elsewhere it may be a count.
 *
 * @param samples some values of the column
 */
export function saysNo(header: string, samples: readonly string[], cell: string): boolean {
  const word = plain(cell);
  if (saysWhoLeft.test(header)) return yes.has(word) || date.test(cell.trim()) || leftWords.has(word);
  if (word === zero) return samples.every((sample) => isAnswer(plain(sample)));
  return no.has(word);
}

const leftWords = wordsOf('x unsubscribed optedout optout abgemeldet widerrufen');

function isAnswer(word: string): boolean {
  return word === zero || yes.has(word) || no.has(word);
}

function wordsOf(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

/** Lower case, letters and digits only, without accents. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
