import { randomUUID } from 'node:crypto';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { classifyHit } from '@sms-crm/domain/links/classify';
import { mostAgentChars, type Click } from '@sms-crm/domain/links/click-stream';
import { isCode } from '@sms-crm/domain/links/code';
import type { LinkTarget } from '@sms-crm/domain/links/find';
import type { Logger } from '@sms-crm/runtime/logger';
import { Counter, runChecks, type ReadinessCheck, type Registry } from '@sms-crm/runtime/metrics';
import type { ClickBuffer } from './click-buffer.ts';
import type { LinkResolver } from './link-resolver.ts';
import { notFoundPage, unavailablePage } from './pages.ts';

export type ShortenerOptions = {
  resolver: Pick<LinkResolver, 'resolve'>;
  clicks: Pick<ClickBuffer, 'push'>;
  checks: readonly ReadinessCheck[];
  registry: Registry;
  log: Logger;
};

/** Longest path segment taken, and the part of it that is looked at; a code has 10 characters. */
const mostPathChars = 8_000;
const mostCodeChars = 40;

/** Characters that a messenger takes into a link at the end of a sentence. */
const trailing = /[.,;:!?)\]}'"”’»]+$/;

/** Nothing of a visit is kept by caches, told to the next page or found by robots. */
const quiet = {
  'cache-control': 'private, no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
};

/** The public redirect process: `GET /:code`, and nothing a visitor could use otherwise. */
export function buildShortener(options: ShortenerOptions): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: 1,
    requestTimeout: 10_000,
    keepAliveTimeout: 15_000,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    routerOptions: { maxParamLength: mostPathChars },
    // A path that is no path does not get as far as the hooks.
    frameworkErrors: (_error, _request, reply) => {
      void sendPage(reply.headers(quiet), 404, notFoundPage);
    },
  });
  const redirects = new Counter({
    name: 'sms_redirects_total',
    help: 'Requests for short links, by outcome',
    labelNames: ['outcome'],
    registers: [options.registry],
  });
  app.addHook('onRequest', async (_request, reply) => {
    void reply.headers(quiet);
  });
  app.setNotFoundHandler((_request, reply) => sendPage(reply, 404, notFoundPage));
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    if ((error.statusCode ?? 500) < 500) return sendPage(reply, 404, notFoundPage);
    redirects.inc({ outcome: 'unavailable' });
    options.log.warn({ err: error }, 'a short link could not be looked up');
    return sendPage(reply.header('retry-after', '2'), 503, unavailablePage);
  });
  app.route<{ Params: { code: string } }>({
    method: ['GET', 'HEAD'],
    url: '/:code',
    handler: async (request, reply) => {
      const code = request.params.code.slice(0, mostCodeChars).replace(trailing, '');
      const link = isCode(code) ? await options.resolver.resolve(code) : null;
      redirects.inc({ outcome: link === null ? 'unknown' : 'redirected' });
      if (link === null) return sendPage(reply, 404, notFoundPage);
      // Who asks for headers alone looks at the link without following it: no hit, by a person or a machine.
      if (request.method !== 'HEAD') options.clicks.push(clickOf(link, request));
      return reply.status(302).header('location', link.url).send();
    },
  });
  addProbes(app, options.checks);
  return app;
}

function addProbes(app: FastifyInstance, checks: readonly ReadinessCheck[]): void {
  app.get('/robots.txt', (_request, reply) => reply.type('text/plain').send('User-agent: *\nDisallow: /\n'));
  app.get('/health', () => ({ status: 'alive' }));
  app.get('/ready', async (_request, reply) => {
    const { ready } = await runChecks(checks);
    return reply.status(ready ? 200 : 503).send({ ready });
  });
}

function clickOf(link: LinkTarget, request: FastifyRequest): Click {
  const { tenantId, linkId, campaignId, campaignLinkId, messageId } = link;
  return {
    hitId: randomUUID(),
    tenantId,
    linkId,
    campaignId,
    campaignLinkId,
    messageId,
    at: Date.now(),
    ...classifyHit(request),
    userAgent: (request.headers['user-agent'] ?? '').slice(0, mostAgentChars),
  };
}

function sendPage(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply
    .status(status)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
    .send(html);
}
