import formbody from '@fastify/formbody';
import type { Logger } from '@sms-crm/runtime/logger';
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { controlApi } from './control/api.ts';
import { Guard, type GuardOptions } from './control/guard.ts';
import { pageRoutes } from './page/routes.ts';
import { restApi } from './rest/api.ts';
import type { Simulator } from './simulator.ts';

/** Longest a client may take to send one request, ms. */
const requestTimeoutMs = 30_000;

/** Longer than the pools of the clients keep their idle connections, ms. */
const keepAliveTimeoutMs = 72_000;

/** Builds the HTTP server: Twilio's API, the control API, the page. */
export async function buildApp(options: {
  simulator: Simulator;
  guard: GuardOptions;
  log: Logger;
}): Promise<FastifyInstance> {
  const { simulator } = options;
  const loggerInstance: FastifyBaseLogger = options.log;
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1_048_576,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  });
  const guard = new Guard(options.guard);
  app.addHook('preClose', async () => simulator.feed.close());
  app.get('/health', () => ({ status: 'alive' }));
  app.get('/ready', () => ({ ready: true, failed: {} }));
  await app.register(restApi(simulator), { prefix: '/2010-04-01/Accounts/:accountSid' });
  await app.register(controlApi(simulator, guard), { prefix: '/control' });
  await app.register(async (page) => {
    await page.register(formbody, { bodyLimit: 4_096 });
    await page.register(pageRoutes(guard));
  });
  return app;
}
