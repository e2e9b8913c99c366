/** The letters of codes, as the product has them. */
const alphabet = '23456789bcdfghjkmnpqrstvwxzCDFHJKLMNPQRTVWX';

/** 43^5: a code is two halves of five letters, each a different walk through all halves, so that neighbours lie far apart. */
const halves = 147_008_443;
const [step, otherStep] = [48_271, 16_807];

/** The code of the n-th link of a benchmark. */
export function codeOf(n: number): string {
  return half((n * step) % halves) + half((n * otherStep + 12_345) % halves);
}

function half(value: number): string {
  let [rest, text] = [value, ''];
  for (let letter = 0; letter < 5; letter += 1) {
    text += alphabet.charAt(rest % alphabet.length);
    rest = Math.floor(rest / alphabet.length);
  }
  return text;
}

/** The same as an SQL expression of a bigint. */
export function codeSql(n: string): string {
  return `${halfSql(`(${n} * ${step} % ${halves})`)} || ${halfSql(`((${n} * ${otherStep} + 12345) % ${halves})`)}`;
}

function halfSql(value: string): string {
  return [0, 1, 2, 3, 4]
    .map(
      (letter) =>
        `substr('${alphabet}', 1 + (${value} / ${alphabet.length ** letter} % ${alphabet.length})::int, 1)`,
    )
    .join(' || ');
}
