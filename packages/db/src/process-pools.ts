import type { Lifecycle } from '@sms-crm/runtime/lifecycle';
import type { Logger } from '@sms-crm/runtime/logger';
import type { ReadinessCheck } from '@sms-crm/runtime/metrics';
import type pg from 'pg';
import { assertSafeRole, createPool, type PoolDeadlines } from './pool.ts';

/**
 * Opens the two pools of a process, which close with it.
 *
 * @param options.name the process
 * @param options.app the URL of role `sms_app` and its most connections; likewise `system`
 * @param options.deadlines those of jobs when absent
 * @throws Error when a role could look past row-level security, or the database does not answer
 */
export async function openProcessPools(options: {
  name: string;
  app: { url: string; max: number };
  system: { url: string; max: number };
  log: Logger;
  lifecycle: Lifecycle;
  deadlines?: PoolDeadlines;
}): Promise<{ app: pg.Pool; system: pg.Pool; check: ReadinessCheck }> {
  const { name, log, deadlines } = options;
  const app = createPool({ ...options.app, role: 'sms_app', name, log, deadlines });
  const system = createPool({ ...options.system, role: 'sms_system', name, log, deadlines });
  options.lifecycle.onClose('database', async () => {
    await Promise.all([app.end(), system.end()]);
  });
  await assertSafeRole(app, 'sms_app');
  await assertSafeRole(system, 'sms_system');
  const check = async () => {
    await Promise.all([app.query('select 1'), system.query('select 1')]);
  };
  return { app, system, check: { name: 'database', check } };
}
