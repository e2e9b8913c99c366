import type { Lifecycle } from '@sms-crm/runtime/lifecycle';
import type { Logger } from '@sms-crm/runtime/logger';
import type { ReadinessCheck } from '@sms-crm/runtime/metrics';
import type pg from 'pg';
import { assertConnectionsFit } from './connections-fit.ts';
import type { PoolOwner } from './pool-sizes.ts';
import { assertSafeRole, createPool, type PoolDeadlines } from './pool.ts';
import type { ProcessRole } from './urls.ts';

/** The URL of a role and the most connections a process opens with it. */
export type PoolChoice = { url: string; max: number };

type Opening = {
  name: PoolOwner;
  /** Most connections that all other processes of the installation open. */
  elsewhere: number;
  log: Logger;
  lifecycle: Lifecycle;
  /** Those of jobs when absent. */
  deadlines?: PoolDeadlines;
};

/**
 * Opens the two pools of a process, which close with it.
 *
 * @throws Error when a role could look past row-level security, the pools of the installation do not fit into the server, or it does not answer
 */
export async function openProcessPools(
  options: Opening & { app: PoolChoice; system: PoolChoice },
): Promise<{ app: pg.Pool; system: pg.Pool; check: ReadinessCheck }> {
  const app = open('sms_app', options.app, options);
  const system = open('sms_system', options.system, options);
  await assertSafeRole(app, 'sms_app');
  await assertSafeRole(system, 'sms_system');
  await assertConnectionsFit(app, { ...options, own: options.app.max + options.system.max });
  const check = async () => {
    await Promise.all([app.query('select 1'), system.query('select 1')]);
  };
  return { app, system, check: { name: 'database', check } };
}

/**
 * Opens the one pool of a process that works across tenants only; it closes with the process.
 *
 * @throws Error as `openProcessPools` does
 */
export async function openSystemPool(options: Opening & { system: PoolChoice }): Promise<pg.Pool> {
  const system = open('sms_system', options.system, options);
  await assertSafeRole(system, 'sms_system');
  await assertConnectionsFit(system, { ...options, own: options.system.max });
  return system;
}

function open(role: ProcessRole, choice: PoolChoice, { name, log, lifecycle, deadlines }: Opening): pg.Pool {
  const pool = createPool({ ...choice, role, name, log, deadlines });
  lifecycle.onClose(`database as ${role}`, () => pool.end());
  return pool;
}
