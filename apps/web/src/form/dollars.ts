import { z } from 'zod';

const microsPerDollar = 1_000_000;
const written = /^\$?\s*(\d[\d,]*)?(?:\.(\d{0,6}))?$/;

/** `$1,234.50` as micro-dollars; undefined for what is no amount. */
export function microsOf(text: string): number | undefined {
  const [all, whole = '', fraction = ''] = written.exec(text.trim()) ?? [];
  if (all === undefined || whole + fraction === '') return undefined;
  return Number(whole.replaceAll(',', '') || '0') * microsPerDollar + Number(fraction.padEnd(6, '0'));
}

/** Micro-dollars as a field holds them: `1234.5`, empty for none. */
export function dollarsOf(micros: number | null): string {
  return micros === null ? '' : String(micros / microsPerDollar);
}

/** What an amount field holds, read as micro-dollars. */
export const dollars = z.string().transform((text, check) => {
  const micros = microsOf(text);
  if (micros !== undefined) return micros;
  check.addIssue({ code: 'custom', message: 'Enter an amount in dollars, e.g. 250 or 0.0079' });
  return z.NEVER;
});

/** The same where empty means that there is none. */
export const dollarsOrNone = z.union([
  z
    .string()
    .regex(/^\s*$/)
    .transform(() => null),
  dollars,
]);
