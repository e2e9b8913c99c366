import type { FieldError } from '@sms-crm/contracts/errors';
import { problem } from '@sms-crm/contracts/errors';

/** What went wrong with one request: cause and fix in `message`, what is wrong with single fields in `fields`. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly code: string;
  readonly status: number;
  readonly fields: FieldError[];
  readonly requestId: string | undefined;

  constructor(code: string, status: number, detail: string, fields: FieldError[] = [], requestId?: string) {
    super(detail);
    this.code = code;
    this.status = status;
    this.fields = fields;
    this.requestId = requestId;
  }
}

/** Reads a refusal: `problem+json` as the API writes it, anything else by its status. */
export async function readRefusal(answer: Response): Promise<ApiError> {
  const parsed = problem.safeParse(await answer.json().catch(() => null));
  if (!parsed.success) {
    const detail = `The server answered ${answer.status} without saying why. Try again in a moment.`;
    return new ApiError(answer.status === 401 ? 'not_signed_in' : 'internal', answer.status, detail);
  }
  const { code, status, detail, errors, requestId } = parsed.data;
  return new ApiError(code, status, detail, errors, requestId);
}

/** Any thrown thing as an `ApiError`, so that a page has one kind to show. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return new ApiError('unavailable', 0, 'The server took too long to answer. Try again in a moment.');
  }
  if (error instanceof TypeError) {
    return new ApiError(
      'unavailable',
      0,
      'The server cannot be reached. Check the connection and try again.',
    );
  }
  return new ApiError('internal', 0, 'Something unexpected happened. Reload the page and try again.');
}
