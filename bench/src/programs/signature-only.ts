// What taking a callback costs at the least: Fastify, the form, the carrier's signature by its SDK, 204. Nothing is kept.
import fastify from 'fastify';
import twilio from 'twilio';
import { answerOrders } from '../kit/side.ts';
import { signatureOnlyOrder } from './signature-only-order.ts';

answerOrders(signatureOnlyOrder, async ({ publicApiUrl, token }) => {
  const app = fastify();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_request: unknown, body: string | Buffer) =>
      Object.fromEntries(new URLSearchParams(body.toString())),
  );
  app.post<{ Body: Record<string, string> }>(
    '/webhooks/twilio/:accountKey/status',
    async (request, reply) => {
      const signature = String(request.headers['x-twilio-signature']);
      const signed = twilio.validateRequest(token, signature, `${publicApiUrl}${request.url}`, request.body);
      return reply.status(signed ? 204 : 403).send();
    },
  );
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  return { port: Number(new URL(address).port) };
});
