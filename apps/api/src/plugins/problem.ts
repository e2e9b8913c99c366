import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { errorStatus, type ErrorCode, type FieldError, type Problem } from '@sms-crm/contracts/errors';
import { errorCode, isConnectionLoss } from '@sms-crm/db/transaction';
import { DomainError } from '@sms-crm/domain/context/errors';

const titles: Record<ErrorCode, string> = {
  invalid_input: 'The input is not valid',
  malformed_file: 'The file cannot be read',
  not_signed_in: 'Not signed in',
  wrong_signature: 'The signature is wrong',
  permission_missing: 'Not allowed',
  not_found: 'Not found',
  conflict: 'Somebody else changed it',
  wrong_state: 'Not possible now',
  already_exists: 'Exists already',
  idempotency_mismatch: 'The key was used for another request',
  in_progress: 'Still running',
  too_large: 'Too large',
  unsupported_media_type: 'Unsupported media type',
  blocked: 'Blocked',
  too_many_requests: 'Too many requests',
  internal: 'Something went wrong here',
  unavailable: 'Not available right now',
};

/** What PostgreSQL calls text that is no uuid, number or date, has a NUL in it, or is out of range. */
const unfitForStorage = new Set(['22P02', '22021', '22P05', '22003', '22007', '22008']);

/** What PostgreSQL calls a statement that it ended, e.g. since it took too long, and a transaction in which nothing was said for long. */
const tookTooLong = new Set(['57014', '25P03']);

/** Answers any error as problem+json; the text of an unknown error never leaves. */
export function sendProblem(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const problem = toProblem(error, request);
  if (problem.status >= 500) request.log.error({ err: error }, 'request failed');
  if (problem.status === 503) void reply.header('retry-after', '2');
  return reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** The answer of a route that does not exist. */
export function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(
    new DomainError('not_found', {
      detail: `There is no ${request.method} ${request.url.split('?')[0] ?? ''}. See /docs.`,
    }),
    request,
    reply,
  );
}

/** The answer of a path that is none, e.g. `/%`; such a request does not get as far as routes and hooks. */
export function sendBadPath(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(
    new DomainError('invalid_input', {
      detail:
        'The path cannot be read: it has a stray % or a part of more than 100 characters. Write % as %25. See /docs.',
    }),
    request,
    reply,
  );
}

function toProblem(error: FastifyError | Error, request: FastifyRequest): Problem {
  if (error instanceof DomainError) return problemOf(error.code, error.message, request, error.fields);
  if (hasZodFastifySchemaValidationErrors(error)) return invalidInput(error, request);
  if (isConnectionLoss(error)) {
    return problemOf('unavailable', 'The database does not answer. Try again in a moment.', request);
  }
  if (tookTooLong.has(errorCode(error) ?? '')) {
    return problemOf(
      'unavailable',
      'The database took too long for this, so it was given up and nothing was changed. Ask for less at once, or try again in a moment.',
      request,
    );
  }
  if (unfitForStorage.has(errorCode(error) ?? '')) {
    return problemOf(
      'invalid_input',
      'A value has a form that cannot be stored: check cursors, ids and control characters.',
      request,
    );
  }
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status === 413)
    return problemOf('too_large', 'The request body is larger than this route takes.', request);
  if (status === 415)
    return problemOf('unsupported_media_type', 'Send the body as application/json.', request);
  if (status === 429) return problemOf('too_many_requests', 'Too many requests; wait a moment.', request);
  if (status !== undefined && status >= 400 && status < 500) {
    return problemOf('invalid_input', 'The request could not be read: is the body valid JSON?', request);
  }
  return problemOf(
    'internal',
    `Something went wrong here. The log knows it as request ${request.id}.`,
    request,
  );
}

type Issue = { keyword: string; instancePath: string; message?: string | undefined };

/** A number too big for any whole number is too big for its field as well; the field's own bound, which comes last, is told. */
function onceEach(issues: readonly Issue[]): Issue[] {
  return issues.filter(
    ({ keyword, instancePath }, index) =>
      keyword !== 'too_big' ||
      !issues
        .slice(index + 1)
        .some((later) => later.keyword === keyword && later.instancePath === instancePath),
  );
}

function invalidInput(error: { validation: readonly Issue[] }, request: FastifyRequest): Problem {
  const fields = onceEach(error.validation).map((issue) => ({
    field: issue.instancePath.replace(/^\//, '').replaceAll('/', '.'),
    detail: issue.message ?? 'not valid',
  }));
  const summary = fields
    .map(({ field, detail }) => (field === '' ? detail : `${field}: ${detail}`))
    .join('; ');
  return problemOf('invalid_input', `The input is not valid: ${summary}`, request, fields);
}

/** The body of an answer that refuses. */
export function problemOf(
  code: ErrorCode,
  detail: string,
  request: { id: string },
  fields: readonly FieldError[] = [],
): Problem {
  return {
    type: 'about:blank',
    title: titles[code],
    status: errorStatus[code],
    code,
    detail,
    ...(fields.length > 0 ? { errors: [...fields] } : {}),
    requestId: request.id,
  };
}
