import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { listWebhookRefusalsQuery, webhookRefusalPage } from '@sms-crm/contracts/webhook-refusals';
import { listWebhookRefusals } from '@sms-crm/domain/webhook-refusals/list';

/** What carriers posted and did not get in. */
export const webhookRefusalRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/webhook-refusals',
    {
      schema: {
        tags: ['carrier-accounts'],
        summary: 'Carrier webhooks that were refused lately, with the likely cause',
        querystring: listWebhookRefusalsQuery,
        response: { 200: webhookRefusalPage },
      },
    },
    (request) => listWebhookRefusals(request.ctx, request.query),
  );
};
