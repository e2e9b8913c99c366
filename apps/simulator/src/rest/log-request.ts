import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Simulator } from '../simulator.ts';

/** Longest name a process can give itself. */
const longestName = 64;

/** Notes when a request began and how it ended. */
export function logRequest(simulator: Simulator) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const isList = request.method === 'GET' && request.url.includes('/Messages.json');
    const entry = simulator.requests.start(
      isList ? 'list' : 'other',
      simulator.wall(),
      processOf(request.headers),
    );
    reply.raw.once('close', () =>
      simulator.requests.end(entry, reply.raw.writableFinished ? reply.raw.statusCode : 0),
    );
  };
}

/** The process a request names in `X-Client-Process`. */
export function processOf(headers: FastifyRequest['headers']): string | null {
  const name = headers['x-client-process'];
  return typeof name === 'string' ? name.slice(0, longestName) : null;
}
