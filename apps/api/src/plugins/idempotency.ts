import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '@sms-crm/domain/context/errors';
import {
  claimKey,
  keepAnswer,
  keepClaim,
  noteWritten,
  otherRequest,
  releaseKey,
  signOfLifeSeconds,
  type Claim,
  type ClaimedKey,
  type KeyUse,
} from '@sms-crm/domain/idempotency/claim';
import { digestUpload, isUpload } from '../uploads/digest.ts';
import { problemOf } from './problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The `Idempotency-Key` this request has claimed and must settle, and what says meanwhile that it runs. */
    claimedKey: (ClaimedKey & { alive: NodeJS.Timeout }) | null;
  }
  interface FastifyContextConfig {
    /** The answer holds a secret that is shown only once: it is never kept, and a repetition is told so. */
    secretAnswer?: boolean;
  }
}

const unsafeMethods = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Answers that say “try again” are not kept: the same key may then be tried again. */
const passing = new Set([408, 425, 429]);

/**
 * Lets clients repeat unsafe requests safely: the first request with an `Idempotency-Key` runs, its answer is kept for 24 hours and
 * given to every repetition, marked `idempotency-replayed: true`. What a request commits says so itself, so that losing its process does
 * not do it twice.
 */
export function addIdempotency(app: FastifyInstance): void {
  app.decorateRequest('claimedKey', null);
  app.decorateRequest('uploadDigest', null);
  app.addHook('preValidation', async (request, reply) => {
    const use = keyOf(request);
    if (use === undefined) return undefined;
    const claim = await claimOrWait(request, reply, use);
    if (claim.type === 'run') {
      const claimed = { ...use, run: claim.run };
      request.claimedKey = { ...claimed, alive: sayAlive(request, claimed) };
      request.ctx = { ...request.ctx, beforeCommit: (ctx) => noteWritten(ctx, claimed) };
      return undefined;
    }
    if (claim.digest !== null && (await digestUpload(request)) !== claim.digest) throw otherRequest(use.key);
    return replay(reply, claim);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.claimedKey !== null) await settle(request, reply.statusCode, payload);
  });
}

function sayAlive({ ctx, log }: FastifyRequest, claimed: ClaimedKey): NodeJS.Timeout {
  const say = () =>
    keepClaim(ctx, claimed).catch((error: unknown) => {
      log.warn({ err: error }, 'a request with an Idempotency-Key could not say that it runs');
    });
  return setInterval(() => void say(), signOfLifeSeconds * 1_000).unref();
}

function replay(reply: FastifyReply, { status, body }: Extract<Claim, { type: 'replay' }>): FastifyReply {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  return reply
    .status(status)
    .header('idempotency-replayed', 'true')
    .type(`${type}; charset=utf-8`)
    .serializer(String)
    .send(body);
}

function keyOf(request: FastifyRequest): KeyUse | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined || !unsafeMethods.has(request.method)) return undefined;
  if (request.routeOptions.config.public === true || request.is404) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new DomainError('invalid_input', {
      detail: 'An Idempotency-Key has 1 to 255 printable characters and no spaces, e.g. a UUID.',
      fields: [{ field: 'Idempotency-Key', detail: 'must have 1 to 255 printable characters' }],
    });
  }
  return { key, fingerprint: fingerprintOf(request) };
}

/**
 * Method, address and body. The file of an upload is read only as it runs, so it stands beside the fingerprint: the digest of name and
 * content is kept with the answer, and a repetition is read to its end and compared before it gets that answer.
 */
function fingerprintOf(request: FastifyRequest): string {
  const type = request.headers['content-type']?.split(';')[0] ?? '';
  const body = isUpload(request) ? 'file' : JSON.stringify(request.body ?? null);
  return createHash('sha256').update([request.method, request.url, type, body].join('\n')).digest('hex');
}

async function claimOrWait(
  request: FastifyRequest,
  reply: FastifyReply,
  use: KeyUse,
): ReturnType<typeof claimKey> {
  try {
    return await claimKey(request.ctx, use);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'in_progress') void reply.header('retry-after', '1');
    throw error;
  }
}

/** Failures here, answers that are streams, and refusals of an upload that was not read whole are not kept; the request may be repeated, but for a failure that had committed something. */
async function settle(request: FastifyRequest, status: number, payload: unknown): Promise<void> {
  const claimed = request.claimedKey;
  if (claimed === null) return;
  request.claimedKey = null;
  clearInterval(claimed.alive);
  const { beforeCommit: _, ...ctx } = request.ctx;
  const answer = keptAnswer(request, status, payload);
  try {
    if (answer === undefined) await releaseKey(ctx, claimed, { failed: status >= 500 });
    else await keepAnswer(ctx, claimed, answer);
  } catch (error) {
    request.log.error({ err: error }, 'the answer for an Idempotency-Key could not be kept');
  }
}

function keptAnswer(
  request: FastifyRequest,
  status: number,
  payload: unknown,
): { status: number; body: string; digest?: string } | undefined {
  if (status >= 500 || passing.has(status)) return undefined;
  if (request.routeOptions.config.secretAnswer === true && status < 400) return shownOnce(request);
  if (payload !== undefined && payload !== null && typeof payload !== 'string') return undefined;
  const answer = { status, body: payload ?? '' };
  if (!isUpload(request)) return answer;
  return request.uploadDigest === null ? undefined : { ...answer, digest: request.uploadDigest };
}

function shownOnce(request: FastifyRequest): { status: number; body: string } {
  const problem = problemOf(
    'already_exists',
    'The first request with this Idempotency-Key made it already. Its key is shown only once, in the answer to that request. If that answer was lost, revoke what was made and make another one with a new Idempotency-Key.',
    request,
  );
  return { status: problem.status, body: JSON.stringify(problem) };
}
