import { prepareDrain } from '@sms-crm/runtime/drain';
import type { Logger } from '@sms-crm/runtime/logger';
import { createMetrics, portOf, serveMetrics, type ReadinessCheck } from '@sms-crm/runtime/metrics';
import { buildApp } from './app.ts';
import { isLoopback, type SimulatorEnv } from './env.ts';
import { registerGauges } from './metrics.ts';
import { createSimulator, type Simulator } from './simulator.ts';

/** Time webhooks on their way get to end when the process closes, ms. */
const webhookDeadlineMs = 3_000;

/** A simulator that listens. */
export type RunningSimulator = {
  simulator: Simulator;
  /** Where Twilio's API, the control API and the page are. */
  url: string;
  metricsPort: number;
  /** Stops accepting and answers every request under way; the pages' live streams end. */
  drain: () => Promise<void>;
  /** Ends what is open: webhooks under way get a moment, what was still to happen to messages is dropped. */
  close: () => Promise<void>;
};

/**
 * Starts the simulator in this process.
 *
 * @param checks what `/ready` asks
 * @throws when a port is taken or an account can't be kept
 */
export async function startSimulator(
  env: SimulatorEnv,
  log: Logger,
  checks: readonly ReadinessCheck[] = [],
): Promise<RunningSimulator> {
  const simulator = createSimulator({
    seed: env.SEED,
    maxMessages: env.MAX_MESSAGES,
    requestsKept: env.REQUESTS_KEPT,
  });
  for (const account of env.ACCOUNTS) simulator.accounts.put(account, simulator.now());
  const app = await buildApp({
    simulator,
    log,
    checks,
    guard: {
      token: env.CONTROL_TOKEN,
      isLoopback: isLoopback(env.HOST),
      publicOrigin: env.PUBLIC_ORIGIN,
    },
  });
  const registry = createMetrics('simulator');
  registerGauges(registry, simulator);
  const metrics = await serveMetrics({ registry, host: env.HOST, port: env.METRICS_PORT, checks });
  const drain = prepareDrain(app.server, {
    acceptMs: env.SHUTDOWN_GRACE_MS,
    onStopped: () => {
      simulator.feed.close();
      simulator.pauses.flush();
    },
  });
  await app.listen({ host: env.HOST, port: env.PORT });
  const url = `http://${env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST}:${portOf(app.server)}`;
  const close = async () => {
    simulator.pauses.flush();
    await app.close();
    simulator.steps.clear();
    simulator.taps.clear();
    await simulator.webhooks.close(webhookDeadlineMs);
    simulator.pauses.clear();
    await metrics.close();
  };
  return { simulator, url, metricsPort: metrics.port, drain, close };
}
