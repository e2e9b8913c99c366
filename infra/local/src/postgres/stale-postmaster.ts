import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from '../../bootstrap/process-identity.mjs';
import { stopProcess } from '../supervisor/stop-process.ts';

/**
 * Clears what a killed run left in a data folder: a server that still runs on it is stopped, and the
 * pid file of one that is gone is removed, also when another program has its pid by now.
 */
export async function clearStalePostmaster(folder: string): Promise<void> {
  const path = join(folder, 'postmaster.pid');
  if (!existsSync(path)) return;
  const pid = Number(readFileSync(path, 'utf8').split('\n')[0]);
  const identity = Number.isInteger(pid) && pid > 0 ? processIdentity(pid) : undefined;
  if (identity !== undefined && runsOn(pid, folder)) {
    await stopProcess({ name: 'postgres', pid, identity, stopSignal: 'SIGINT' });
  }
  rmSync(path, { force: true });
}

/** Whether a process is a PostgreSQL server of this data folder, by its command line. */
function runsOn(pid: number, folder: string): boolean {
  const command =
    process.platform === 'linux'
      ? readCommand(pid)
      : spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  return command.includes('postgres') && command.includes(folder);
}

function readCommand(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
