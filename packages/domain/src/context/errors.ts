import type { ErrorCode, FieldError } from '@sms-crm/contracts/errors';

/**
 * The only error that verbs throw on purpose. `detail` is shown to the user: it tells what happened, to what, and the fix.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;
  readonly fields: readonly FieldError[];

  constructor(code: ErrorCode, options: { detail: string; fields?: readonly FieldError[]; cause?: unknown }) {
    super(options.detail, { cause: options.cause });
    this.code = code;
    this.fields = options.fields ?? [];
  }
}

/** The answer for anything that is not there or belongs to another tenant. */
export function notFound(what: string): DomainError {
  return new DomainError('not_found', { detail: `There is no such ${what}. It may have been deleted.` });
}
