import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { noncePattern, proofOf } from '@sms-crm/domain/net/installation-proof';
import type { Logger } from '@sms-crm/runtime/logger';
import { runChecks, type ReadinessCheck, type Registry } from '@sms-crm/runtime/metrics';
import { countOutcomes } from './outcomes.ts';
import { notFoundPage, unavailablePage } from './pages.ts';
import { redirect, type RedirectTools } from './redirect.ts';
import { openAddressReader } from './visitor-address.ts';
import { quiet, sendPage } from './send-page.ts';

export type ShortenerOptions = Omit<RedirectTools, 'outcomes' | 'addressOf'> & {
  checks: readonly ReadinessCheck[];
  registry: Registry;
  log: Logger;
  /** What it proves to be of this installation with. */
  secret: { callbackSecret: string };
  /** Proxies whose word about the visitor's address and the host is taken; names, addresses or ranges, by commas. */
  trustedProxies?: string;
};

/** Longest path segment taken. */
const mostPathChars = 8_000;

/** The public redirect process: `GET /:code`, and nothing a visitor could use otherwise. */
export function buildShortener(options: ShortenerOptions): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: 1,
    requestTimeout: 10_000,
    keepAliveTimeout: 15_000,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    trustProxy: options.trustedProxies ?? false,
    routerOptions: { maxParamLength: mostPathChars },
    // A path that is no path.
    frameworkErrors: (_error, _request, reply) => {
      void sendPage(reply, 404, notFoundPage);
    },
  });
  const tools = { ...options, outcomes: countOutcomes(options.registry), addressOf: openAddressReader() };
  app.setNotFoundHandler((_request, reply) => sendPage(reply, 404, notFoundPage));
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    if ((error.statusCode ?? 500) < 500) return sendPage(reply, 404, notFoundPage);
    tools.outcomes.unavailable += 1;
    options.log.warn({ err: error }, 'a short link could not be looked up');
    return sendPage(reply.header('retry-after', '2'), 503, unavailablePage);
  });
  app.route<{ Params: { code: string } }>({
    method: ['GET', 'HEAD'],
    url: '/:code',
    handler: (request, reply) => redirect(tools, request, reply),
  });
  addProbes(app, options);
  return app;
}

function addProbes(
  app: FastifyInstance,
  { checks, secret }: Pick<ShortenerOptions, 'checks' | 'secret'>,
): void {
  app.get('/robots.txt', (_request, reply) =>
    reply.headers(quiet).type('text/plain').send('User-agent: *\nDisallow: /\n'),
  );
  // A nonce is answered with what only this installation can say of it: so it knows that a tenant's domain leads here.
  app.get<{ Querystring: { nonce?: unknown } }>('/health', ({ query: { nonce } }, reply) => {
    const proof =
      typeof nonce === 'string' && noncePattern.test(nonce) ? { proof: proofOf(secret, nonce) } : {};
    return reply.headers(quiet).send({ status: 'alive', ...proof });
  });
  app.get('/ready', async (_request, reply) => {
    const { ready } = await runChecks(checks);
    return reply
      .headers(quiet)
      .status(ready ? 200 : 503)
      .send({ ready });
  });
}
