import { requestDeadlines } from '@sms-crm/db/pool';
import { openSystemPool } from '@sms-crm/db/process-pools';
import { mostHits } from '@sms-crm/domain/links/hit-stream';
import { mostSpooled } from '@sms-crm/domain/links/spool';
import { prepareDrain } from '@sms-crm/runtime/drain';
import { loadEnv } from '@sms-crm/runtime/env';
import { Lifecycle, runProcess } from '@sms-crm/runtime/lifecycle';
import { createLogger } from '@sms-crm/runtime/logger';
import { createMetrics, serveMetrics } from '@sms-crm/runtime/metrics';
import { connectRedis } from '@sms-crm/runtime/redis';
import { buildShortener } from './app.ts';
import { hostsOf, shortenerEnv } from './env.ts';
import { HitBuffer } from './hit-buffer.ts';
import { spoolWay, streamWay } from './hit-ways.ts';
import { LinkCache } from './link-cache.ts';
import { LinkResolver } from './link-resolver.ts';

await runProcess('shortener', async () => {
  const env = loadEnv(shortenerEnv, process.env);
  const log = createLogger({ name: 'shortener', level: env.LOG_LEVEL });
  const lifecycle = new Lifecycle(log);
  lifecycle.install();
  const registry = createMetrics('shortener');
  const system = await openSystemPool({
    name: 'shortener',
    system: { url: env.SYSTEM_DATABASE_URL, max: env.SYSTEM_DB_POOL_SIZE },
    elsewhere: env.DB_CONNECTIONS_ELSEWHERE,
    deadlines: requestDeadlines,
    log,
    lifecycle,
  });
  const redis = connectRedis({ url: env.REDIS_URL, name: 'shortener-clicks', log });
  const cache = connectRedis({ url: env.CACHE_REDIS_URL ?? env.REDIS_URL, name: 'shortener-cache', log });
  lifecycle.onClose('Redis', () => {
    redis.disconnect();
    cache.disconnect();
  });
  const ways = { usual: streamWay(redis, mostHits), other: spoolWay(system, mostSpooled) };
  const hits = new HitBuffer(ways, { log, registry });
  lifecycle.onClose('clicks', () => hits.close());
  // Links are found as long as one of the two answers, so only the loss of both makes the process useless.
  const check = async () => {
    await Promise.any([cache.ping(), system.query('select 1')]);
  };
  const checks = [{ name: 'cache or database', check }, lifecycle.readiness];
  const metrics = await serveMetrics({ registry, host: env.HOST, port: env.METRICS_PORT, checks });
  lifecycle.onClose('metrics', metrics.close);
  const resolver = new LinkResolver({ cache: new LinkCache(cache, log), system, hosts: hostsOf(env) });
  const trustedProxies = env.TRUSTED_PROXIES;
  const secret = { callbackSecret: env.CALLBACK_SECRET };
  const app = buildShortener({ resolver, hits, checks, registry, log, secret, trustedProxies });
  const drain = prepareDrain(app.server, { acceptMs: env.SHUTDOWN_GRACE_MS });
  lifecycle.onClose('http', async () => {
    await drain();
    await app.close();
  });
  await app.listen({ host: env.HOST, port: env.PORT });
  log.info({ port: env.PORT, metricsPort: metrics.port }, 'shortener is ready');
});
