import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Guard } from '../control/guard.ts';
import { loadAssets, type Asset } from './assets.ts';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

type Fields = Record<string, unknown>;

/** The handsets page and its files; beyond loopback the page asks for the control token once. */
export function pageRoutes(guard: Guard) {
  return async (app: FastifyInstance): Promise<void> => {
    const assets = loadAssets();
    app.addHook('onSend', async (_, reply) => {
      reply.header('content-security-policy', policy);
      reply.header('referrer-policy', 'no-referrer');
      reply.header('x-content-type-options', 'nosniff');
    });

    app.get('/', (request, reply) => {
      if (guard.hasPage(request)) return sendAsset(request, reply, assets.get('index.html'));
      if (!guard.opensFreely(request)) return sendAsset(request, reply.code(401), assets.get('sign-in.html'));
      return sendAsset(request, reply.header('set-cookie', guard.cookie()), assets.get('index.html'));
    });

    app.post<{ Body: Fields | undefined }>('/session', (request, reply) => {
      const token = request.body?.['token'];
      const isRight = typeof token === 'string' && guard.isToken(token) && guard.isOwnPage(request);
      if (!isRight) return sendAsset(request, reply.code(401), assets.get('sign-in.html'));
      return reply.header('set-cookie', guard.cookie()).redirect('/', 303);
    });

    app.get<{ Params: { name: string } }>('/assets/:name', (request, reply) =>
      sendAsset(request, reply, assets.get(request.params.name)),
    );
  };
}

function sendAsset(request: FastifyRequest, reply: FastifyReply, asset: Asset | undefined): FastifyReply {
  if (asset === undefined) return reply.code(404).type('text/plain').send('There is nothing here.');
  reply.header('cache-control', 'no-cache').header('etag', asset.etag).type(asset.type);
  const isKnown = reply.statusCode === 200 && request.headers['if-none-match'] === asset.etag;
  return isKnown ? reply.code(304).send() : reply.send(asset.body);
}
