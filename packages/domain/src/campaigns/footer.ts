/** What is added to a marketing text: the brand before it, and how to opt out behind it. */
export type Footer = { brand: string | null; optOut: boolean };

export const noFooter: Footer = { brand: null, optOut: false };

const optOutWords = 'Reply STOP to opt out';

/** The same in JavaScript and in PostgreSQL: any wording that tells to answer STOP. */
const optOutPattern = /\b(reply|text|txt|send)\W{1,3}stop\b(?!-)/i;
export const optOutSqlPattern = String.raw`\m(reply|text|txt|send)\W{1,3}stop\M(?!-)`;

/** Whether a text tells how to opt out in words of its own. */
export function saysOptOut(text: string): boolean {
  return optOutPattern.test(text);
}

/** Whether a text names the brand as a word of its own, in any case. */
export function namesBrand(text: string, brand: string): boolean {
  const name = RegExp.escape(brand.trim());
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${name}(?![\p{L}\p{N}])`, 'iu').test(text);
}

/** The text with what is missing of its footer; an empty one stays empty. CTIA: each text names its sender, the first tells how to stop. */
export function withFooter(text: string, { brand, optOut }: Footer): string {
  if (text === '') return '';
  const named = brand === null || namesBrand(text, brand) ? text : `${brand.trim()}: ${text}`;
  return optOut && !saysOptOut(named) ? `${named}\n${optOutWords}` : named;
}
