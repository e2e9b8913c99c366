import { resealTokens } from '@sms-crm/domain/carrier-accounts/reseal';
import { refuseRealCarrier } from '@sms-crm/domain/gates/refuse-real-carrier';
import { Pump } from '@sms-crm/domain/pump/pump';
import { ClaimTurns } from '@sms-crm/domain/sending/claim-turns';
import { SendGuard } from '@sms-crm/domain/sending/guard';
import { RequestSlots } from '@sms-crm/domain/sending/request-slots';
import { listenForWakes } from '@sms-crm/queue/wake';
import { runWorkers } from '@sms-crm/queue/worker';
import { loadEnv } from '@sms-crm/runtime/env';
import { Lifecycle, runProcess } from '@sms-crm/runtime/lifecycle';
import { createLogger } from '@sms-crm/runtime/logger';
import { createMetrics, serveMetrics } from '@sms-crm/runtime/metrics';
import { connectRedis } from '@sms-crm/runtime/redis';
import { startClickConsumer } from './clicks/consume.ts';
import { countLosses } from './clicks/lost-clicks.ts';
import { showDemoClock } from './demo-clock.ts';
import { senderEnv } from './env.ts';
import { createHandlers } from './handlers.ts';
import { startPump } from './pump-timer.ts';
import { openServices, slotSizes } from './services.ts';
import { stopWork } from './stop-work.ts';

/** Jobs of other kinds than campaign batches worked on at the same time. Inbound texts of one tenant take turns anyway. */
const inboundConcurrency = 2;
const statusConcurrency = 2;
const backgroundConcurrency = 4;
const singlesConcurrency = 10;
/** Small campaigns have many small batches, one for each set of lawful hours. */
const firstConcurrency = 6;

await runProcess('sender', async () => {
  const env = loadEnv(senderEnv, process.env);
  if (env.CARRIER_BASE_URL !== undefined) refuseRealCarrier(env.CARRIER_BASE_URL, env.SIMULATOR_URL ?? null);
  const log = createLogger({ name: 'sender', level: env.LOG_LEVEL });
  const lifecycle = new Lifecycle(log);
  lifecycle.install();
  const { services, redis, producer, cutCarriers, checks } = await openServices({ env, log, lifecycle });
  if (env.FORMER_ENCRYPTION_KEY !== undefined) {
    const accounts = await resealTokens(services);
    log.info({ accounts }, 'carrier tokens are sealed with the new key; FORMER_ENCRYPTION_KEY can go');
  }
  const registry = createMetrics('sender');
  showDemoClock(services.clock, registry);
  const metrics = await serveMetrics({ registry, host: env.HOST, port: env.METRICS_PORT, checks });
  lifecycle.onClose('metrics', metrics.close);
  const slots = slotSizes(env);
  const tools = {
    guard: new SendGuard(services),
    turns: new ClaimTurns(),
    bulkSlots: new RequestSlots(slots.bulk),
    nowSlots: new RequestSlots(slots.now),
  };
  const workers = runWorkers({
    handlers: createHandlers(services, tools, registry),
    connection: (name) => connectRedis({ url: env.REDIS_URL, name, log, blocking: true }),
    concurrency: {
      'send-first': firstConcurrency,
      'send-bulk': env.BULK_CONCURRENCY,
      'send-now': singlesConcurrency,
      inbound: inboundConcurrency,
      statuses: statusConcurrency,
      background: backgroundConcurrency,
    },
    registry,
    log,
  });
  const pump = new Pump(services, { keepSchedules: () => producer.keepSchedules() });
  const timer = startPump(pump, log);
  lifecycle.onCloseTogether({
    workers: () => stopWork({ close: workers.close, cutCarriers, log }),
    clicks: startClickConsumer(services, { redis, redisUrl: env.REDIS_URL, tellLoss: countLosses(registry) }),
    pump: timer.stop,
    'wake-ups': listenForWakes({ url: env.REDIS_URL, name: 'sender', log }, timer.wake),
  });
  log.info({ metricsPort: metrics.port }, 'sender is ready');
});
