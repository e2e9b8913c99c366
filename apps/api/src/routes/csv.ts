import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** Streams CSV as a download; the pieces are read as fast as the client takes them. */
export function sendCsv(reply: FastifyReply, fileName: string, pieces: AsyncIterable<string>): FastifyReply {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .header('cache-control', 'no-store')
    .send(Readable.from(pieces));
}
