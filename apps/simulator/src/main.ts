import { loadEnv } from '@sms-crm/runtime/env';
import { Lifecycle, runProcess } from '@sms-crm/runtime/lifecycle';
import { createLogger } from '@sms-crm/runtime/logger';
import { simulatorEnv } from './env.ts';
import { startSimulator } from './start.ts';

await runProcess('simulator', async () => {
  const env = loadEnv(simulatorEnv, process.env);
  const log = createLogger({ name: 'simulator', level: env.LOG_LEVEL });
  const lifecycle = new Lifecycle(log);
  lifecycle.install();
  const running = await startSimulator(env, log, [lifecycle.readiness]);
  lifecycle.onClose('simulator', running.close);
  lifecycle.onClose('connections', running.drain);
  log.info({ url: running.url, metricsPort: running.metricsPort }, 'the carrier simulator listens');
  if (env.CONTROL_TOKEN === undefined) {
    log.info('CONTROL_TOKEN is not set: only the page can drive the simulator');
  }
});
