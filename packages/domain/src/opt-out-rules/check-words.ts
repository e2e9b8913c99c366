import { DomainError } from '../context/errors.ts';
import { countWords } from './phrases.ts';

/** Words of all phrases that each text of a tenant is held against, so that reading one takes some milliseconds at most. */
export const mostWords = 10_000;

/**
 * @param of what the phrases are, and the field that they are written in
 * @throws DomainError `invalid_input` when they have too many words together
 */
export function checkWords(phrases: readonly string[], of: { what: string; field: string }): void {
  const words = countWords(phrases);
  if (words <= mostWords) return;
  const [would, most] = [words, mostWords].map((n) => n.toLocaleString('en-US'));
  throw new DomainError('invalid_input', {
    detail: `Your ${of.what} would have ${would} words together, each of a|b and each * counted. There may be ${most}, since every text is held against all of them. Leave out some here or in others.`,
    fields: [{ field: of.field, detail: `${would} words together; there may be ${most}` }],
  });
}
