import { randomUUID } from 'node:crypto';
import cors from '@fastify/cors';
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { keptRequestId, requestIdHeader } from '@sms-crm/contracts/request-id';
import { noncePattern, proofOf } from '@sms-crm/domain/net/installation-proof';
import type { Services } from '@sms-crm/domain/context/context';
import { runChecks, type ReadinessCheck, type Registry } from '@sms-crm/runtime/metrics';
import type { Auth } from './auth/auth.ts';
import { createSessionLookup } from './auth/find-session.ts';
import type { SignInTries } from './auth/sign-in-tries.ts';
import { addGentleClose } from './plugins/gentle-close.ts';
import { addHttpMetrics } from './plugins/http-metrics.ts';
import { addIdempotency } from './plugins/idempotency.ts';
import { speakPlainly } from './plugins/input-words.ts';
import { addJsonBody } from './plugins/json-body.ts';
import { addOpenApi, describeRoutes } from './plugins/openapi.ts';
import { addPrincipal, contextOf, type PrincipalOptions } from './plugins/principal.ts';
import { addSecureHeaders, setSecureHeaders } from './plugins/secure-headers.ts';
import { sendBadPath, sendNotFound, sendProblem } from './plugins/problem.ts';
import { addStrictBodies } from './plugins/strict-bodies.ts';
import { addStreams, type LiveSource, type StreamTimes } from './plugins/sse.ts';
import { answerUnreadable } from './plugins/unreadable-request.ts';
import { accessRoutes } from './routes/access.ts';
import { authRoutes } from './routes/auth.ts';
import { autoReplyRoutes } from './routes/auto-replies.ts';
import { budgetRoutes } from './routes/budget.ts';
import { campaignRoutes } from './routes/campaigns.ts';
import { clickRoutes } from './routes/clicks.ts';
import { contactRoutes } from './routes/contacts.ts';
import { conversationRoutes } from './routes/conversations.ts';
import { deadLetterRoutes } from './routes/dead-letters.ts';
import { carrierAccountRoutes } from './routes/carrier-accounts.ts';
import { doNotContactRoutes } from './routes/do-not-contact.ts';
import { platformDoNotContactRoutes } from './routes/platform-do-not-contact.ts';
import { importRoutes } from './routes/imports.ts';
import { messageRoutes } from './routes/messages.ts';
import { killSwitchRoutes } from './routes/kill-switch.ts';
import { numberRoutes } from './routes/numbers.ts';
import { optOutRoutes } from './routes/opt-outs.ts';
import { quietHoursRoutes } from './routes/quiet-hours.ts';
import { sessionRoutes } from './routes/session.ts';
import { segmentRoutes } from './routes/segments.ts';
import { linkRoutes } from './routes/links.ts';
import { suppressionRoutes } from './routes/suppression.ts';
import { templateRoutes } from './routes/templates.ts';
import { testPhoneRoutes } from './routes/test-phones.ts';
import { webhookRefusalRoutes } from './routes/webhook-refusals.ts';
import { webhookRoutes } from './routes/webhooks.ts';

/** Largest JSON body, bytes; uploads have their own limit. */
const bodyLimit = 1024 * 1024;

/** Longest time one request may take to arrive, ms: the largest file at 2.5 Mbit/s; an upload that goes silent ends sooner. */
const longestUploadMs = 30 * 60_000;

export type AppOptions = {
  services: Services;
  auth: Auth;
  signInTries: SignInTries;
  /** Where signals of changes come from. */
  live: LiveSource;
  streamTimes?: Partial<StreamTimes>;
  checks: readonly ReadinessCheck[];
  /** The web's own origin, and others a browser may call from. */
  webOrigin: string;
  allowedOrigins: readonly string[];
  /** Proxies whose `X-Forwarded-For` is believed, e.g. `loopback, 10.0.0.0/8`; just this machine when absent. */
  trustedProxies?: string;
  /** The page of the built-in simulator when texts go there. */
  simulatorUrl: string | null;
  registry: Registry;
  /** How long new connections are still taken once the process ends, ms. */
  acceptMs?: number;
  /** Longest time a carrier's form may take to arrive, ms; 10 s when absent. */
  longestFormMs?: number;
  log: FastifyBaseLogger;
};

/** The HTTP API; tests use it through `inject`. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const https = options.webOrigin.startsWith('https:');
  const app = fastify({
    loggerInstance: options.log,
    bodyLimit,
    requestTimeout: longestUploadMs,
    trustProxy: options.trustedProxies ?? 'loopback',
    return503OnClosing: false,
    genReqId: (request) => requestIdOf(request.headers[requestIdHeader]),
    frameworkErrors: (_error, request, reply) => {
      setSecureHeaders(reply, { https });
      sendBadPath(request, reply.header(requestIdHeader, request.id));
    },
    clientErrorHandler: (error, socket) => answerUnreadable(error, socket, { https }),
  }).withTypeProvider<ZodTypeProvider>();
  const principal = {
    services: options.services,
    findSession: createSessionLookup(options.auth, options.services),
    allowedOrigins: new Set([options.webOrigin, ...options.allowedOrigins]),
  };
  speakPlainly();
  addJsonBody(app);
  addStrictBodies(app);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(sendProblem);
  addStreams(app, {
    source: options.live,
    times: options.streamTimes,
    authenticate: (request, reply) => contextOf(request, reply, principal),
  });
  addGentleClose(app, options);
  await describeRoutes(app);
  await app.register(webhookRoutes, { prefix: '/webhooks', ...options });
  await app.register((scope) => addApiRoutes(scope, { ...options, https, principal }));
  return app;
}

/** Everything but what carriers post to, who need none of the headers, measures and lines in the log that these routes have. */
async function addApiRoutes(
  app: FastifyInstance,
  options: AppOptions & { https: boolean; principal: PrincipalOptions },
): Promise<void> {
  const { https, principal } = options;
  app.setNotFoundHandler(sendNotFound);
  addHttpMetrics(app, options.registry);
  addSecureHeaders(app, { https });
  await app.register(cors, {
    origin: [...options.allowedOrigins],
    credentials: true,
    strictPreflight: false,
  });
  await addOpenApi(app);
  app.addHook('onSend', async (request, reply) => {
    void reply.header(requestIdHeader, request.id);
  });
  addProbes(app, options);
  await app.register(authRoutes, { prefix: '/auth', ...options });
  await app.register(
    async (v1) => {
      addPrincipal(v1, principal);
      addIdempotency(v1);
      await v1.register(sessionRoutes, options);
      await v1.register(accessRoutes);
      await v1.register(killSwitchRoutes);
      await v1.register(contactRoutes);
      await v1.register(importRoutes);
      await v1.register(doNotContactRoutes);
      await v1.register(platformDoNotContactRoutes);
      await v1.register(suppressionRoutes);
      await v1.register(optOutRoutes);
      await v1.register(autoReplyRoutes);
      await v1.register(segmentRoutes);
      await v1.register(clickRoutes);
      await v1.register(linkRoutes);
      await v1.register(deadLetterRoutes);
      await v1.register(quietHoursRoutes);
      await v1.register(campaignRoutes);
      await v1.register(messageRoutes);
      await v1.register(conversationRoutes);
      await v1.register(templateRoutes);
      await v1.register(budgetRoutes);
      await v1.register(numberRoutes);
      await v1.register(testPhoneRoutes);
      await v1.register(carrierAccountRoutes);
      await v1.register(webhookRefusalRoutes);
    },
    { prefix: '/v1' },
  );
}

function addProbes(
  app: FastifyInstance,
  { checks, services }: Pick<AppOptions, 'checks' | 'services'>,
): void {
  // A nonce is answered with what only this installation can say of it: it asks itself through its public address.
  app.get<{ Querystring: { nonce?: unknown } }>('/health', { schema: { hide: true } }, ({ query }) => ({
    status: 'alive',
    ...(typeof query.nonce === 'string' && noncePattern.test(query.nonce)
      ? { proof: proofOf(services.settings, query.nonce) }
      : {}),
  }));
  app.get('/ready', { schema: { hide: true } }, async (_request, reply) => {
    const result = await runChecks(checks);
    return reply.status(result.ready ? 200 : 503).send(result);
  });
}

/** A caller's request id is kept when it is harmless, so that one id leads from the browser to the carrier. */
function requestIdOf(header: string | string[] | undefined): string {
  return header === undefined ? randomUUID() : (keptRequestId.safeParse(header).data ?? randomUUID());
}
