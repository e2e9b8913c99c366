import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lockOwner, tryLock } from '../../bootstrap/lock.mjs';
import { clearStalePostmaster } from '../postgres/stale-postmaster.ts';
import { placesBelow, type Places } from '../paths.ts';
import { stopLeftovers } from '../supervisor/process-list.ts';

const prefix = 'test-';
const lockName = 'run.lock';

/** The lock of every test run that left or uses a folder. */
export function testRunLocks(dataFolder: string): string[] {
  return runFolders(dataFolder).map((folder) => join(folder, lockName));
}

/**
 * Makes the folder of one test run, so that several runs at once do not meet, and clears those of runs
 * that were killed.
 */
export async function openRunFolder(dataFolder: string): Promise<Places & { remove: () => void }> {
  for (const folder of runFolders(dataFolder)) await clearDeadRun(folder);
  const places = placesBelow(join(dataFolder, `${prefix}${process.pid}`));
  // It gets its name with its lock in it, so that nobody takes it for a dead one.
  const draft = join(dataFolder, `new-${prefix}${process.pid}`);
  mkdirSync(draft, { recursive: true });
  tryLock(join(draft, lockName));
  renameSync(draft, places.folder);
  return { ...places, remove: () => rmSync(places.folder, { recursive: true, force: true }) };
}

async function clearDeadRun(folder: string): Promise<void> {
  if (lockOwner(join(folder, lockName)) !== undefined) return;
  const places = placesBelow(folder);
  await stopLeftovers(places.processList);
  await clearStalePostmaster(places.postgres);
  rmSync(folder, { recursive: true, force: true });
}

function runFolders(dataFolder: string): string[] {
  if (!existsSync(dataFolder)) return [];
  return readdirSync(dataFolder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(dataFolder, name));
}
