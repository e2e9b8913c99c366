import { randomUUID } from 'node:crypto';
import cors from '@fastify/cors';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Services } from '@sms-crm/domain/context/context';
import { runChecks, type ReadinessCheck } from '@sms-crm/runtime/metrics';
import { addPrincipal, type SessionLookup } from './plugins/principal.ts';
import { sendNotFound, sendProblem } from './plugins/problem.ts';
import { contactRoutes } from './routes/contacts.ts';

/** Largest JSON body, bytes; uploads have their own limit. */
const bodyLimit = 1024 * 1024;

export type AppOptions = {
  services: Services;
  findSession: SessionLookup;
  checks: readonly ReadinessCheck[];
  /** Origins a browser may call from, besides the web's own gateway. */
  allowedOrigins: readonly string[];
  log: FastifyBaseLogger;
};

/** The HTTP API; tests use it through `inject`. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: options.log,
    bodyLimit,
    requestTimeout: 60_000,
    trustProxy: 'loopback',
    genReqId: (request) => requestIdOf(request.headers['x-request-id']),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(sendProblem);
  app.setNotFoundHandler(sendNotFound);
  await app.register(cors, { origin: [...options.allowedOrigins], credentials: true });
  await app.register(swagger, {
    openapi: { info: { title: 'sms-crm', version: '1.0.0', description: 'SMS campaign CRM' } },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, { routePrefix: '/docs' });
  app.addHook('onSend', async (request, reply) => {
    void reply.header('x-request-id', request.id);
  });
  app.get('/health', { schema: { hide: true } }, () => ({ status: 'alive' }));
  app.get('/ready', { schema: { hide: true } }, async (_request, reply) => {
    const result = await runChecks(options.checks);
    return reply.status(result.ready ? 200 : 503).send(result);
  });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  await app.register(
    async (v1) => {
      addPrincipal(v1, options);
      await v1.register(contactRoutes);
    },
    { prefix: '/v1' },
  );
  return app;
}

/** A caller's request id is kept when it is harmless, so that one id leads from the browser to the carrier. */
function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && /^[\w-]{8,64}$/.test(header) ? header : randomUUID();
}
