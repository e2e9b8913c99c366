import { z } from 'zod';

const microsPerDollar = 1_000_000;
/** Commas stand between thousands, as in `1,234.50`; one with one or two digits behind it can only be a decimal comma. */
const plainly = /^(\d+|[1-9]\d{0,2}(?:,\d{3})+)?(?:\.(\d{0,6}))?$/;
const withDecimalComma = /^(\d+),(\d{1,2})$/;

/** `$1,234.50` or `1234,50` as micro-dollars; undefined for what is no amount, or may be one of two. */
export function microsOf(text: string): number | undefined {
  const amount = text.trim().replace(/^\$\s*/, '');
  const [all, whole = '', fraction = ''] = plainly.exec(amount) ?? withDecimalComma.exec(amount) ?? [];
  if (all === undefined || whole + fraction === '') return undefined;
  return Number(whole.replaceAll(',', '') || '0') * microsPerDollar + Number(fraction.padEnd(6, '0'));
}

/** Micro-dollars as a field holds them: `1234.5`, empty for none. */
export function dollarsOf(micros: number | null): string {
  return micros === null ? '' : String(micros / microsPerDollar);
}

/** More than any amount that is kept. */
const mostDollars = 1_000_000_000;

/** What an amount field holds, read as micro-dollars. */
export const dollars = z.string().transform((text, check) => readDollars(text, check));

/** The same where empty means that there is none. */
export const dollarsOrNone = z
  .string()
  .transform((text, check) => (text.trim() === '' ? null : readDollars(text, check)));

function readDollars(text: string, check: z.RefinementCtx): number {
  const micros = microsOf(text);
  if (micros !== undefined && micros <= mostDollars * microsPerDollar) return micros;
  const message =
    micros === undefined ? unreadWords(text) : 'Enter an amount of at most 1,000,000,000 dollars';
  check.addIssue({ code: 'custom', message });
  return z.NEVER;
}

function unreadWords(text: string): string {
  return /^[$\s\d.]*,[\d.,\s]*$/.test(text)
    ? 'This can be read in two ways: write a point before the cents and no other marks, e.g. 1234.50'
    : 'Enter an amount in dollars, e.g. 250 or 0.0079';
}
