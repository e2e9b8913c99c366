import type { FastifyReply } from 'fastify';
import type { z } from 'zod';

/** Why the control API refuses a request; the detail names cause and fix. */
export class ControlProblem extends Error {
  override readonly name = 'ControlProblem';
  readonly status: number;
  readonly code: string;
  readonly errors: readonly { field: string; message: string }[];

  constructor(
    status: number,
    code: string,
    detail: string,
    errors: readonly { field: string; message: string }[] = [],
  ) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

/** Parses what came over HTTP. @throws ControlProblem 400 naming every bad field */
export function parsed<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const errors = result.error.issues.map((issue) => ({
    field: issue.path.join('.'),
    message: issue.message,
  }));
  const words = errors.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`));
  throw new ControlProblem(400, 'bad_request', words.join('; '), errors);
}

/** Answers with problem+json. */
export function sendProblem(reply: FastifyReply, problem: ControlProblem): FastifyReply {
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .send({ status: problem.status, code: problem.code, detail: problem.message, errors: problem.errors });
}
