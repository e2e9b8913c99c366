// The least a redirect can cost here: Fastify with one route that answers the same 302 to everybody, with the headers of a short link.
import fastify from 'fastify';
import { answerOrders } from '../kit/side.ts';
import { z } from 'zod';

const headers = {
  'cache-control': 'private, no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
  location: 'https://shop.example/sale?utm_source=sms&utm_medium=sms',
};

const app = fastify({ logger: false, keepAliveTimeout: 15_000 });
app.get('/:code', (_request, reply) => reply.status(302).headers(headers).send());
await app.listen({ host: '127.0.0.1', port: 0 });

answerOrders(z.object({}), () => {
  const address = app.server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0 };
});
