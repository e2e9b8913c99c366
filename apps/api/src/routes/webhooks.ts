import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Services } from '@sms-crm/domain/context/context';
import { DomainError } from '@sms-crm/domain/context/errors';
import { parseForm } from '@sms-crm/domain/webhooks/form';
import { createWebhookIntake, type WebhookRequest } from '@sms-crm/domain/webhooks/intake';
import { Counter, type Registry } from '@sms-crm/runtime/metrics';

/** Largest webhook body, bytes; a text of 1,600 characters, percent-encoded, takes a quarter of it. */
const bodyLimit = 64 * 1024;

const params = z.object({ accountKey: z.string().min(1).max(100) });
const query = z.record(z.string(), z.unknown());
const body = z.record(z.string(), z.string());

/** An answer that makes Twilio send nothing: replies go out by the send path, through its gates. */
const noReply = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>';

/** What carriers post to: `/twilio/:accountKey/status` and `/twilio/:accountKey/inbound`. */
export const webhookRoutes: FastifyPluginAsyncZod<{ services: Services; registry: Registry }> = async (
  app,
  options,
) => {
  const receive = createWebhookIntake(options.services);
  const outcomes = new Counter({
    name: 'sms_webhooks_total',
    help: 'Carrier webhooks, by kind and outcome',
    labelNames: ['kind', 'outcome'],
    registers: [options.registry],
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit },
    async (_request: FastifyRequest, text: string | Buffer) => parseForm(text.toString()),
  );
  const intake = async (request: FastifyRequest, webhook: Omit<WebhookRequest, 'path' | 'signature'>) => {
    try {
      await receive({ ...webhook, path: request.url, signature: headerOf(request, 'x-twilio-signature') });
      outcomes.inc({ kind: webhook.kind, outcome: 'stored' });
    } catch (error) {
      outcomes.inc({ kind: webhook.kind, outcome: error instanceof DomainError ? error.code : 'internal' });
      throw error;
    }
  };
  const schema = { hide: true, params, querystring: query, body };
  app.post('/twilio/:accountKey/status', { schema }, async (request, reply): Promise<FastifyReply> => {
    const { params, query, body } = request;
    await intake(request, { kind: 'status', accountKey: params.accountKey, query, params: body });
    return reply.status(204).send();
  });
  app.post('/twilio/:accountKey/inbound', { schema }, async (request, reply): Promise<FastifyReply> => {
    const { params, query, body } = request;
    await intake(request, { kind: 'inbound', accountKey: params.accountKey, query, params: body });
    return reply.type('text/xml; charset=utf-8').send(noReply);
  });
};

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
