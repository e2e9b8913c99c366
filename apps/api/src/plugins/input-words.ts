import { z } from 'zod';

type Issue = Parameters<z.core.$ZodErrorMap>[0];

const formats: Readonly<Record<string, string>> = {
  uuid: 'This is no id',
  email: 'Use an e-mail address, e.g. name@example.com',
  date: 'Use a date, e.g. 2026-03-01',
  datetime: 'Use a moment with its zone, e.g. 2026-03-01T15:00:00Z',
};

const kinds: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** Says in plain words what a contract refuses without words of its own, on every route. */
export function speakPlainly(): void {
  z.config({ customError: inputWords });
}

function inputWords(issue: Issue): string | undefined {
  if (issue.code === 'unrecognized_keys') {
    return `There is no ${issue.keys.join(', ')} here; see /docs for what there is`;
  }
  if (issue.code === 'invalid_type') {
    return issue.input === undefined
      ? 'This is missing'
      : `This must be ${kinds[issue.expected] ?? issue.expected}`;
  }
  if (issue.code === 'invalid_value') {
    return `Use ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
  }
  if (issue.code === 'invalid_format') return formats[issue.format];
  if (issue.code === 'too_big') return `Use at most ${amount(issue.maximum, issue.origin)}`;
  if (issue.code !== 'too_small') return undefined;
  return `Use ${issue.inclusive === false ? 'more than' : 'at least'} ${amount(issue.minimum, issue.origin)}`;
}

function amount(bound: number | bigint, origin: string): string {
  const number = bound.toLocaleString('en-US');
  if (origin === 'string') return `${number} ${bound === 1 ? 'character' : 'characters'}`;
  if (origin === 'array' || origin === 'set') return `${number} ${bound === 1 ? 'item' : 'items'}`;
  return number;
}
