import { existsSync, readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { writePrivate } from '../write-private.ts';
import { isRunning, startedProcess, stopProcess, type Started } from './stop-process.ts';

const listed = z.array(startedProcess);

/** Remembers what runs, for the next start after this one was killed. */
export function writeProcessList(path: string, processes: readonly Started[]): void {
  if (processes.length === 0) rmSync(path, { force: true });
  else writePrivate(path, JSON.stringify(processes));
}

/** Ends what an earlier run left behind, the last started first. @returns the names of what still ran */
export async function stopLeftovers(path: string): Promise<string[]> {
  const found = readProcessList(path).filter(isRunning);
  for (const left of found.toReversed()) await stopProcess(left);
  rmSync(path, { force: true });
  return found.map((left) => left.name);
}

function readProcessList(path: string): Started[] {
  if (!existsSync(path)) return [];
  try {
    return listed.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Half a list is no list: without identities nothing may be ended.
    return [];
  }
}
