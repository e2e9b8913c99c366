import { z } from 'zod';

/** Every code a `problem+json` answer can carry, with the HTTP status it has. */
export const errorStatus = {
  invalid_input: 400,
  malformed_file: 400,
  not_signed_in: 401,
  wrong_signature: 403,
  permission_missing: 403,
  not_found: 404,
  conflict: 409,
  wrong_state: 409,
  already_exists: 409,
  idempotency_mismatch: 409,
  in_progress: 409,
  too_large: 413,
  unsupported_media_type: 415,
  blocked: 422,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof errorStatus;

const errorCodes = Object.keys(errorStatus);

/** What is wrong with one field of the input; `field` is a dotted path. */
export const fieldError = z.object({ field: z.string(), detail: z.string() });
export type FieldError = z.infer<typeof fieldError>;

/** RFC 9457 body of every error; `detail` tells what happened, to what, and the fix. */
export const problem = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z.string().refine((code) => errorCodes.includes(code)),
  detail: z.string(),
  errors: z.array(fieldError).optional(),
  requestId: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;
