import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { DomainError } from '@sms-crm/domain/context/errors';

/** Reads JSON bodies as UTF-8 and refuses what is none: decoded, it would be stored with `\uFFFD` in it without a word. */
export function addJsonBody(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (isUtf8(body)) void parse(request, body.toString('utf8'), done);
    else done(notUtf8());
  });
}

function notUtf8(): DomainError {
  return new DomainError('invalid_input', {
    detail: 'The body is not valid UTF-8, in which JSON is written. Send its text encoded as UTF-8.',
  });
}
