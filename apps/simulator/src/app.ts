import { createServer } from 'node:http';
import formbody from '@fastify/formbody';
import type { Logger } from '@sms-crm/runtime/logger';
import { runChecks, type ReadinessCheck } from '@sms-crm/runtime/metrics';
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { controlApi } from './control/api.ts';
import { Guard, type GuardOptions } from './control/guard.ts';
import { pageRoutes } from './page/routes.ts';
import { carrierApi } from './rest/api.ts';
import { createHandler } from './rest/messages/create-handler.ts';
import type { Simulator } from './simulator.ts';

/** Longest a client may take to send one request, ms. */
const requestTimeoutMs = 30_000;

/** Longer than the pools of the clients keep their idle connections, ms. */
const keepAliveTimeoutMs = 72_000;

/** Builds the HTTP server: Twilio's API, the control API, the page. */
export async function buildApp(options: {
  simulator: Simulator;
  guard: GuardOptions;
  checks: readonly ReadinessCheck[];
  log: Logger;
}): Promise<FastifyInstance> {
  const { simulator } = options;
  const loggerInstance: FastifyBaseLogger = options.log;
  const takesCreate = createHandler(simulator);
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1_048_576,
    serverFactory: (handler) =>
      createServer(
        { requestTimeout: requestTimeoutMs, keepAliveTimeout: keepAliveTimeoutMs },
        (request, response) => {
          if (!takesCreate(request, response)) handler(request, response);
        },
      ),
    // The process drains before it closes; what is open then waits for nothing.
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  });
  const guard = new Guard(options.guard);
  app.addHook('preClose', async () => simulator.feed.close());
  app.get('/health', () => ({ status: 'alive' }));
  app.get('/ready', async (_request, reply) => {
    const result = await runChecks(options.checks);
    return reply.code(result.ready ? 200 : 503).send(result);
  });
  await carrierApi(app, simulator);
  await app.register(controlApi(simulator, guard), { prefix: '/control' });
  await app.register(async (page) => {
    await page.register(formbody, { bodyLimit: 4_096 });
    await page.register(pageRoutes(guard));
  });
  return app;
}
