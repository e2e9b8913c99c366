import type { z } from 'zod';

type Issue = Parameters<z.core.$ZodErrorMap>[0];

/** Words for what a contract refuses without words of its own. */
export function issueWords(issue: Issue): string | undefined {
  if (issue.code === 'invalid_union') return 'Choose one of the answers.';
  if (issue.code === 'invalid_value') return 'Choose one of the options.';
  if (issue.code === 'invalid_type') return typeWords(issue);
  if (issue.code === 'invalid_format') return formatWords(issue.format);
  if (issue.input === '') return 'Fill this in.';
  if (issue.code === 'too_big') return mostWords(issue);
  return issue.code === 'too_small' ? leastWords(issue) : undefined;
}

function typeWords({ expected, input }: Extract<Issue, { code: 'invalid_type' }>): string {
  if (expected === 'int' && typeof input === 'number' && !Number.isNaN(input)) return 'Enter a whole number.';
  return typeof input === 'number' ? 'Enter a number.' : 'Fill this in.';
}

const ofNumbers: ReadonlySet<string> = new Set(['number', 'int']);

function mostWords({ origin, maximum }: Extract<Issue, { code: 'too_big' }>): string | undefined {
  if (ofNumbers.has(origin)) return `Enter ${maximum} or less.`;
  return origin === 'string' ? `Use at most ${maximum} characters.` : undefined;
}

function leastWords({ origin, minimum }: Extract<Issue, { code: 'too_small' }>): string | undefined {
  if (ofNumbers.has(origin)) return `Enter ${minimum} or more.`;
  if (origin !== 'string') return undefined;
  return minimum === 1 ? 'Fill this in.' : `Use at least ${minimum} characters.`;
}

function formatWords(format: string): string | undefined {
  if (format === 'email') return 'Enter an e-mail address, e.g. name@example.com.';
  if (format === 'uuid') return 'Choose one of the options.';
  if (format === 'datetime' || format === 'date') return 'Enter a date.';
  return undefined;
}
