import { rmSync } from 'node:fs';
import { StartError } from '../bootstrap/errors.mjs';
import { tryLock } from '../bootstrap/lock.mjs';
import { readAddresses } from './local-file.ts';
import type { Places } from './paths.ts';
import { dim, type Progress } from './progress.ts';
import type { Addresses } from './process-env.ts';
import { stopLeftovers } from './supervisor/process-list.ts';
import { supervise } from './supervisor/supervise.ts';
import { Supervisor } from './supervisor/supervisor.ts';

/**
 * Runs one installation until it is told to end: at most one in a data folder, on ground that an earlier
 * run may have left in any state.
 *
 * @param options.bringUp starts everything; it may go on for ever
 * @returns the exit code
 */
export async function runInstallation(options: {
  places: Places;
  progress: Progress;
  bringUp: (supervisor: Supervisor) => Promise<number>;
}): Promise<number> {
  const { places, progress, bringUp } = options;
  const lock = tryLock(places.startLock);
  if ('ownerPid' in lock) {
    progress.line(alreadyRuns(lock.ownerPid, readAddresses(places.local)));
    return 1;
  }
  try {
    // Its addresses are true only once the start has succeeded.
    rmSync(places.local, { force: true });
    const leftovers = await stopLeftovers(places.processList);
    if (leftovers.length > 0) progress.line(dim(`  ended what an earlier run left: ${leftovers.join(', ')}`));
    const supervisor = new Supervisor({ processList: places.processList, logFolder: places.logs });
    const work = () => bringUp(supervisor);
    return await supervise({ supervisor, work, askedCode: 0, say: (line) => progress.line(line) });
  } finally {
    lock.release();
  }
}

function alreadyRuns(pid: number, addresses: Addresses | undefined): string {
  const where = addresses ? ` Admin UI: ${addresses.web}, virtual handsets: ${addresses.simulator}.` : '';
  return new StartError(
    `sms-crm already runs in this clone (process ${pid}).${where}`,
    'Use it, or stop it with Ctrl-C where it runs (or kill that process) and start again.',
  ).text();
}
