import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import type { Account } from '../../accounts/account.ts';
import { newSid } from '../../messages/sid-source.ts';
import type { Simulator } from '../../simulator.ts';
import type { LoggedRequest } from '../../truth/request-log.ts';
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
    response.once('close', () =>
      simulator.requests.end(entry, response.writableFinished ? response.statusCode : 0),
    );
    const found = authorize(simulator, accountSid, request.headers.authorization);
    if ('refusal' in found) {
      request.resume();
      write(response, refusalAnswer(found.refusal));
    } else take(simulator, { account: found.account, entry, request, response });
    return true;
  };
}

type Create = {
  account: Account;
  entry: LoggedRequest;
  request: IncomingMessage;
  response: ServerResponse;
};

function take(simulator: Simulator, { account, entry, request, response }: Create): void {
  const isWithinLimits = simulator.limits.enter(account);
  response.once('close', () => simulator.limits.leave(account));
  response.setHeader('twilio-concurrent-requests', simulator.limits.open(account));
  readBody(request, (text) => {
    if (text === undefined) write(response, refusalAnswer({ code: 20001, detail: 'The form is too long' }));
    else if (!isWithinLimits) write(response, refusalAnswer({ code: 20429 }));
    else {
      const form = readCreateForm(parse(text));
      entry.to = form.to;
      answerCreate(simulator, account, { form, entry, onAnswer: (answer) => write(response, answer) });
    }
  });
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

function write(response: ServerResponse, answer: CreateAnswer): void {
  if (answer.status === 0) {
    response.socket?.resetAndDestroy();
    return;
  }
  if (!('text' in answer) || response.destroyed) return;
  const headers: Record<string, string | number> = {
    'content-type': answer.type,
    'content-length': Buffer.byteLength(answer.text),
    'twilio-request-id': newSid('RQ'),
  };
  if (answer.status === 401) headers['www-authenticate'] = 'Basic realm="Twilio API"';
  if (typeof answer.retryAfterSeconds === 'number') headers['retry-after'] = answer.retryAfterSeconds;
  response.writeHead(answer.status, headers).end(answer.text);
}
