import { readdirSync, readFileSync } from 'node:fs';
import type { Redis } from '@sms-crm/runtime/redis';
import type pg from 'pg';

/** Linux counts CPU time in these, per second. */
const ticksPerSecond = 100;

/** CPU time used so far, microseconds. */
export type Cpu = { node: number; redis: number; postgres: number; carrier: number };

/** User and system time of one process, and of its children that have ended; `parent` is its parent's id. */
function ticksOf(pid: number | string): { own: number; ended: number; parent: number } {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name, in brackets, may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3] ?? 0);
  return { own: field(14) + field(15), ended: field(16) + field(17), parent: field(4) };
}

/** CPU time of one process, microseconds. */
export function processCpu(pid: number): number {
  return (ticksOf(pid).own * 1e6) / ticksPerSecond;
}

/** CPU time of a PostgreSQL server with all its backends, ended ones too, microseconds. */
export function postgresCpu(postmaster: number): number {
  const { own, ended } = ticksOf(postmaster);
  const backends = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => childTicks(name, postmaster))
    .reduce((sum, ticks) => sum + ticks, 0);
  return ((own + ended + backends) * 1e6) / ticksPerSecond;
}

function childTicks(pid: string, parent: number): number {
  try {
    const ticks = ticksOf(pid);
    return ticks.parent === parent ? ticks.own : 0;
  } catch {
    // It ended while the folder was read.
    return 0;
  }
}

/** CPU time of a Redis server, microseconds. */
export async function redisCpu(redis: Redis): Promise<number> {
  const info = await redis.info('cpu');
  const seconds = ['used_cpu_sys', 'used_cpu_user'].map((name) =>
    Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1] ?? 0),
  );
  return seconds.reduce((sum, one) => sum + one, 0) * 1e6;
}

/** The main process of the server behind a superuser's pool. */
export async function postmasterOf(owner: pg.Pool): Promise<number> {
  const { rows } = await owner.query<{ text: string }>(`select pg_read_file('postmaster.pid') as text`);
  return Number.parseInt(rows[0]?.text ?? '', 10);
}
