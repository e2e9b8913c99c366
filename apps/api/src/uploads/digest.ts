import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { alive } from '@sms-crm/domain/imports/alive';
import { receiveFile } from './receive-file.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** SHA-256 of the uploaded file and its name, once all of it was read. */
    uploadDigest: string | null;
  }
}

/** Whether the body is a form with a file, which is read as it comes in. */
export function isUpload(request: FastifyRequest): boolean {
  return request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() === 'multipart/form-data';
}

/** Passes a file on; the request knows its digest when all of it was read. */
export async function* digesting(
  request: FastifyRequest,
  file: { fileName: string; content: AsyncIterable<Uint8Array> },
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256').update(`${file.fileName}\n`);
  for await (const piece of file.content) {
    hash.update(piece);
    yield piece;
  }
  request.uploadDigest = hash.digest('hex');
}

/**
 * Reads an upload to its end, for its digest alone.
 *
 * @throws DomainError as `receiveFile`, and `invalid_input` when the upload breaks off
 */
export async function digestUpload(request: FastifyRequest): Promise<string | null> {
  const { fileName, content } = await receiveFile(request);
  const file = { fileName, content: alive(request.ctx.services.clock, content) };
  try {
    const pieces = digesting(request, file);
    while ((await pieces.next()).done !== true);
    return request.uploadDigest;
  } finally {
    content.resume();
  }
}
