import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const last = availableParallelism() - 1;

/**
 * Gives what is measured the first core, and keeps what it is measured with (load, carrier, Redis) on the others; the rest, PostgreSQL
 * among it, runs wherever there is room. Where there is one core alone, or no `taskset`, everything does.
 */
export function pin({ pid }: { pid: number }, to: 'first' | 'others'): void {
  if (last === 0 || process.platform !== 'linux') return;
  const cores = to === 'first' ? '0' : `1-${last}`;
  spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', cores, String(pid)], { stdio: 'ignore' });
}
