import { DomainError } from '../context/errors.ts';

/** Parameters one webhook may carry; Twilio sends about 40. */
const mostParams = 300;

/**
 * Reads a form body as the carrier signed it: flat, untrimmed, no brackets understood.
 * A key that comes twice would leave open which value was meant, so it is refused; Twilio sends none twice.
 *
 * @throws DomainError `invalid_input`
 */
export function parseForm(body: string): Record<string, string> {
  const pairs = new URLSearchParams(body);
  const params = Object.fromEntries(pairs);
  if (Object.keys(params).length !== pairs.size || pairs.size > mostParams) {
    throw new DomainError('invalid_input', {
      detail: `The form carries a parameter twice, or more than ${mostParams} of them. Send each once.`,
    });
  }
  return params;
}

/** What PostgreSQL can store: text without NUL. */
export function storable(params: Record<string, string>): Record<string, string> {
  const entries = Object.entries(params);
  if (!entries.some(([key, value]) => key.includes('\0') || value.includes('\0'))) return params;
  return Object.fromEntries(
    entries.map(([key, value]) => [key.replaceAll('\0', ''), value.replaceAll('\0', '')]),
  );
}
