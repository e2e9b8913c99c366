import type { z } from 'zod';

type Issue = Parameters<z.core.$ZodErrorMap>[0];

/** Words for what a contract refuses without words of its own. */
export function issueWords(issue: Issue): string | undefined {
  if (issue.code === 'invalid_union') return 'Choose one of the answers.';
  if (issue.code === 'invalid_value') return 'Choose one of the options.';
  if (issue.code === 'invalid_type') return 'Fill this in.';
  if (issue.code === 'invalid_format') return formatWords(issue.format);
  if (issue.input === '') return 'Fill this in.';
  if (issue.origin !== 'string') return undefined;
  if (issue.code === 'too_big') return `Use at most ${issue.maximum} characters.`;
  if (issue.code !== 'too_small') return undefined;
  return issue.minimum === 1 ? 'Fill this in.' : `Use at least ${issue.minimum} characters.`;
}

function formatWords(format: string): string | undefined {
  if (format === 'email') return 'Enter an e-mail address, e.g. name@example.com.';
  if (format === 'uuid') return 'Choose one of the options.';
  if (format === 'datetime' || format === 'date') return 'Enter a date.';
  return undefined;
}
