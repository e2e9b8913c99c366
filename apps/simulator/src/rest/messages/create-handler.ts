import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import { newSid } from '../../messages/sid-source.ts';
import type { Simulator } from '../../simulator.ts';
import { authorize } from '../authorize.ts';
import { processOf } from '../log-request.ts';
import { answerCreate, refusalAnswer, type CreateAnswer } from './answer-create.ts';
import { readCreateForm } from './create-form.ts';

const path = /^\/2010-04-01\/Accounts\/([A-Za-z0-9]{1,64})\/Messages\.json(?:\?|$)/;

/** A form of 1 600 characters, ten media and a callback of 4 000 stays below it, bytes. */
const largestForm = 64 * 1_024;

/**
 * Serves the create requests on the bare server and says false of all others: through Fastify one costs
 * three times as much, and this is the request a campaign makes a million times.
 */
export function createHandler(simulator: Simulator) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    if (request.method !== 'POST') return false;
    const accountSid = path.exec(request.url ?? '')?.[1];
    if (accountSid === undefined) return false;
    const entry = simulator.requests.start('create', simulator.wall(), processOf(request.headers));
    const found = authorize(simulator, accountSid, request.headers.authorization);
    const account = 'account' in found ? found.account : undefined;
    const isWithinLimits = account === undefined || simulator.limits.enter(account);
    response.once('close', () => {
      simulator.requests.end(entry, response.writableFinished ? response.statusCode : 0);
      if (account !== undefined) simulator.limits.leave(account);
    });
    const concurrent = account === undefined ? 0 : simulator.limits.open(account);
    const onAnswer = (answer: CreateAnswer) => write(response, answer, concurrent);
    readBody(request, (text) => {
      if ('refusal' in found) onAnswer(refusalAnswer(found.refusal));
      else if (text === undefined) onAnswer(refusalAnswer({ code: 20001, detail: 'The form is too long' }));
      else if (!isWithinLimits) onAnswer(refusalAnswer({ code: 20429 }));
      else {
        const form = readCreateForm(parse(text));
        entry.to = form.to;
        answerCreate(simulator, found.account, { form, entry, onAnswer });
      }
    });
    return true;
  };
}

function readBody(request: IncomingMessage, onEnd: (text: string | undefined) => void): void {
  let first: Buffer | undefined;
  let rest: Buffer[] | undefined;
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > largestForm) return;
    if (first === undefined) first = chunk;
    else (rest ??= [first]).push(chunk);
  });
  request.on('end', () => {
    const body = rest === undefined ? first : Buffer.concat(rest);
    onEnd(length > largestForm ? undefined : (body?.toString('utf8') ?? ''));
  });
}

function write(response: ServerResponse, answer: CreateAnswer, concurrent: number): void {
  if (answer.status === 0) {
    response.socket?.resetAndDestroy();
    return;
  }
  if (!('text' in answer) || response.destroyed) return;
  const headers = [
    'content-type',
    answer.type,
    'content-length',
    String(Buffer.byteLength(answer.text)),
    'twilio-concurrent-requests',
    String(concurrent),
    'twilio-request-id',
    newSid('RQ'),
  ];
  if (answer.status === 401) headers.push('www-authenticate', 'Basic realm="Twilio API"');
  if (typeof answer.retryAfterSeconds === 'number') {
    headers.push('retry-after', String(answer.retryAfterSeconds));
  }
  response.writeHead(answer.status, headers).end(answer.text);
}
