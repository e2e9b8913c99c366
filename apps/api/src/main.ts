import { loadEnv } from '@sms-crm/runtime/env';
import { Lifecycle, runProcess } from '@sms-crm/runtime/lifecycle';
import { createLogger } from '@sms-crm/runtime/logger';
import { createMetrics, portOf, serveMetrics } from '@sms-crm/runtime/metrics';
import { buildApp } from './app.ts';
import { createAuth } from './auth/auth.ts';
import { SignInTries } from './auth/sign-in-tries.ts';
import { apiEnv } from './env.ts';
import { openServices } from './services.ts';

await runProcess('api', async () => {
  const env = loadEnv(apiEnv, process.env);
  const log = createLogger({ name: 'api', level: env.LOG_LEVEL });
  const lifecycle = new Lifecycle(log);
  lifecycle.install();
  const { services, redis, live, ...opened } = await openServices({ env, log, lifecycle });
  const checks = [...opened.checks, lifecycle.readiness];
  const registry = createMetrics('api');
  const metrics = await serveMetrics({ registry, host: env.HOST, port: env.METRICS_PORT, checks });
  lifecycle.onClose('metrics', metrics.close);
  const app = await buildApp({
    services,
    auth: createAuth({
      system: services.system,
      redis,
      secret: env.AUTH_SECRET,
      webOrigin: env.WEB_ORIGIN,
      allowedOrigins: env.ALLOWED_ORIGINS,
      log,
    }),
    signInTries: new SignInTries({ redis, secret: env.AUTH_SECRET }),
    live,
    checks,
    webOrigin: env.WEB_ORIGIN,
    allowedOrigins: env.ALLOWED_ORIGINS,
    trustedProxies: env.TRUSTED_PROXIES,
    simulatorUrl: env.SIMULATOR_URL ?? null,
    registry,
    acceptMs: env.SHUTDOWN_GRACE_MS,
    log,
  });
  lifecycle.onClose('http', () => app.closeGently());
  await app.listen({ host: env.HOST, port: env.PORT });
  log.info({ port: portOf(app.server), metricsPort: metrics.port }, 'api is ready');
});
