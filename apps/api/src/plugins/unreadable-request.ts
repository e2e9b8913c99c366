import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Problem } from '@sms-crm/contracts/errors';
import { requestIdHeader } from '@sms-crm/contracts/request-id';
import { problemOf } from './problem.ts';
import { secureHeaders } from './secure-headers.ts';

/** How long a connection stays open for its answer to be read, ms: closing on unread bytes would throw the answer away. */
const lingerMs = 1_000;

/** What the HTTP parser says, in words, with the status that means it. */
const causes: Readonly<Record<string, { status: number; title: string; detail: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    title: 'Too slow',
    detail:
      'The request took too long to arrive. Send it again over a faster connection, or in smaller pieces.',
  },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    title: 'Too large',
    detail: 'Address and headers together are longer than 16 kB. Send long values in the body.',
  },
  HPE_INVALID_METHOD: {
    status: 400,
    title: 'The request cannot be read',
    detail: 'The request does not begin with a method of HTTP, e.g. GET or POST. See /docs.',
  },
  HPE_INVALID_CONTENT_LENGTH: {
    status: 400,
    title: 'The request cannot be read',
    detail: 'Content-Length is no number. Send the length of the body in bytes.',
  },
};

const otherwise = {
  status: 400,
  title: 'The request cannot be read',
  detail:
    'This is not HTTP/1.1: check the request line, the headers, and that the body has either Content-Length or Transfer-Encoding.',
};

/** Answers what the HTTP parser refused, which no route and no hook gets to see, as problem+json. */
export function answerUnreadable(
  error: { code?: string },
  socket: Socket,
  options: { https: boolean },
): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return;
  socket.end(answerOf(error.code ?? '', options));
  const linger = setTimeout(() => socket.destroy(), lingerMs);
  socket.once('close', () => clearTimeout(linger));
}

function answerOf(code: string, options: { https: boolean }): string {
  const id = randomUUID();
  const cause = causes[code] ?? otherwise;
  const problem: Problem = { ...problemOf('invalid_input', cause.detail, { id }), ...cause };
  const body = JSON.stringify(problem);
  const headers = {
    ...secureHeaders(options),
    [requestIdHeader]: id,
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${cause.status} ${STATUS_CODES[cause.status]}`, ...lines, '', body].join('\r\n');
}
