import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '@sms-crm/domain/context/errors';
import { claimKey, keepAnswer, releaseKey, type KeyUse } from '@sms-crm/domain/idempotency/claim';

declare module 'fastify' {
  interface FastifyRequest {
    /** The `Idempotency-Key` this request has claimed and must settle. */
    claimedKey: KeyUse | null;
  }
}

const unsafeMethods = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Answers that say “try again” are not kept: the same key may then be tried again. */
const passing = new Set([408, 425, 429]);

/**
 * Lets clients repeat unsafe requests safely: the first request with an `Idempotency-Key` runs, its answer is kept for 24 hours and
 * given to every repetition, marked `idempotency-replayed: true`.
 */
export function addIdempotency(app: FastifyInstance): void {
  app.decorateRequest('claimedKey', null);
  app.addHook('preValidation', async (request, reply) => {
    const use = keyOf(request);
    if (use === undefined) return undefined;
    const claim = await claimOrWait(request, reply, use);
    if (claim.type === 'replay') {
      return reply
        .status(claim.status)
        .header('idempotency-replayed', 'true')
        .type(
          claim.status < 400 ? 'application/json; charset=utf-8' : 'application/problem+json; charset=utf-8',
        )
        .serializer(String)
        .send(claim.body);
    }
    request.claimedKey = use;
    return undefined;
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.claimedKey !== null) await settle(request, reply.statusCode, payload);
  });
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

/** Uploads are not read twice: the length stands for the file, since the boundary changes with each try. */
function fingerprintOf(request: FastifyRequest): string {
  const type = request.headers['content-type']?.split(';')[0] ?? '';
  const body =
    type === 'multipart/form-data'
      ? `length ${request.headers['content-length'] ?? 'unknown'}`
      : JSON.stringify(request.body ?? null);
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

/** Failures here and answers that are streams are not kept; the request may be repeated. */
async function settle(request: FastifyRequest, status: number, payload: unknown): Promise<void> {
  const use = request.claimedKey;
  if (use === null) return;
  request.claimedKey = null;
  const body =
    typeof payload === 'string' ? payload : payload === undefined || payload === null ? '' : undefined;
  try {
    if (status < 500 && !passing.has(status) && body !== undefined) {
      await keepAnswer(request.ctx, use, { status, body });
    } else {
      await releaseKey(request.ctx, use);
    }
  } catch (error) {
    request.log.error({ err: error }, 'the answer for an Idempotency-Key could not be kept');
  }
}
