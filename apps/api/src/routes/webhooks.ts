import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { Services } from '@sms-crm/domain/context/context';
import { DomainError } from '@sms-crm/domain/context/errors';
import type { WebhookKind } from '@sms-crm/domain/webhooks/due';
import { createWebhookIntake } from '@sms-crm/domain/webhooks/intake';
import { Counter, Histogram, type Registry } from '@sms-crm/runtime/metrics';
import { addFormBody } from '../plugins/form-body.ts';

/** An answer that makes Twilio send nothing: replies go out by the send path, through its gates. */
const noReply = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>';

type Posted = {
  Params: { accountKey: string };
  Querystring: Record<string, unknown>;
  /** Made by the parser of forms; absent without a body. */
  Body: Record<string, string> | undefined;
};

type Options = {
  services: Services;
  registry: Registry;
  /** Longest time a form may take to arrive, ms. */
  longestFormMs?: number;
};

/** What carriers post to: `/twilio/:accountKey/status` and `/twilio/:accountKey/inbound`. */
export const webhookRoutes: FastifyPluginAsync<Options> = async (app, options) => {
  const take = takerOf(options);
  // A line for each of thousands a second tells nothing that their counter does not; refusals and failures have theirs.
  const { log } = options.services;
  const quiet = log.child({}, { level: log.isLevelEnabled('warn') ? 'warn' : log.level });
  app.setChildLoggerFactory(() => quiet);
  addFormBody(app, { longestMs: options.longestFormMs });
  const schema = { hide: true };
  app.post<Posted>('/twilio/:accountKey/status', { schema }, async (request, reply) => {
    await take('status', request);
    return reply.status(204).send();
  });
  app.post<Posted>('/twilio/:accountKey/inbound', { schema }, async (request, reply) => {
    await take('inbound', request);
    return reply.type('text/xml; charset=utf-8').send(noReply);
  });
};

/** Takes a webhook in and counts what became of it. */
function takerOf({ services, registry }: Options) {
  const receive = createWebhookIntake(services);
  const outcomes = new Counter({
    name: 'sms_webhooks_total',
    help: 'Carrier webhooks, by kind and outcome',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'sms_webhook_duration_seconds',
    help: 'Time from the form of a carrier webhook to its answer',
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15],
    registers: [registry],
  });
  const stored = {
    status: outcomes.labels('status', 'stored'),
    inbound: outcomes.labels('inbound', 'stored'),
  };
  return async (kind: WebhookKind, request: FastifyRequest<Posted>): Promise<void> => {
    const startedAt = performance.now();
    try {
      await receive({
        kind,
        accountKey: request.params.accountKey,
        path: request.url,
        query: request.query,
        params: request.body ?? {},
        signature: signatureOf(request),
        seenOrigin: () => `${request.protocol}://${request.host}`,
      });
      stored[kind].inc();
    } catch (error) {
      outcomes.inc({ kind, outcome: error instanceof DomainError ? error.code : 'internal' });
      throw error;
    } finally {
      duration.observe((performance.now() - startedAt) / 1_000);
    }
  };
}

function signatureOf(request: FastifyRequest<Posted>): string | undefined {
  const value = request.headers['x-twilio-signature'];
  return typeof value === 'string' ? value : undefined;
}
