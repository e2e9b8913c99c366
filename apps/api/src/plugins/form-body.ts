import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '@sms-crm/domain/context/errors';
import { parseForm } from '@sms-crm/domain/webhooks/form';
import { sendProblem } from './problem.ts';

/** Largest form, bytes; a text of 1,600 characters, percent-encoded, takes a quarter of it. */
const mostBytes = 64 * 1024;

/** Longest time a form may take to arrive, ms; carriers send theirs in one go and wait 15 s for the answer. */
const longestMs = 10_000;

/** Lets a scope take forms alone, small and soon; a connection whose form is not read to its end is closed with the answer. */
export function addFormBody(app: FastifyInstance, options: { longestMs?: number | undefined } = {}): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    async (_request: FastifyRequest, payload: IncomingMessage) =>
      parseForm(await readText(payload, options.longestMs ?? longestMs)),
  );
  app.addContentTypeParser('*', async () => {
    throw new DomainError('unsupported_media_type', {
      detail: 'Carrier webhooks are forms. Post them as application/x-www-form-urlencoded.',
    });
  });
  app.setErrorHandler((error: Error, request, reply) => {
    if (!request.raw.complete) void reply.header('connection', 'close');
    return sendProblem(error, request, reply);
  });
}

function readText(payload: IncomingMessage, withinMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let settled = false;
    const timer = setTimeout(() => refuse(() => late(withinMs)), withinMs);
    // Every request closes in the end, and making an error for it took a tenth of the whole.
    const refuse = (why: () => Error) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      payload.pause();
      reject(why());
    };
    payload.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostBytes) refuse(tooLarge);
      else chunks.push(chunk);
    });
    payload.once('end', () => {
      settled = true;
      clearTimeout(timer);
      resolve(Buffer.concat(chunks).toString());
    });
    payload.once('error', (error: Error) => refuse(() => error));
    payload.once('close', () => refuse(cut));
  });
}

function tooLarge(): DomainError {
  return new DomainError('too_large', { detail: `The form is larger than ${mostBytes} bytes.` });
}

function late(withinMs: number): DomainError {
  return new DomainError('invalid_input', {
    detail: `The form did not arrive within ${withinMs / 1_000} s. Send it whole.`,
  });
}

function cut(): DomainError {
  return new DomainError('invalid_input', { detail: 'The form was cut off. Send it whole.' });
}
