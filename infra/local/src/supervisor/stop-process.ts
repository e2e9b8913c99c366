import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { processIdentity } from '../../bootstrap/process-identity.mjs';

/** A process that was started here, told from a later one with the same pid. It leads its own group. */
export const startedProcess = z.object({
  name: z.string(),
  pid: z.int().positive(),
  identity: z.string(),
  stopSignal: z.enum(['SIGINT', 'SIGTERM']),
});
export type Started = z.infer<typeof startedProcess>;

/** Time a process gets to end by itself, ms. */
const endDeadlineMs = 10_000;
const lookEveryMs = 25;

/** Whether exactly this process still runs. */
export function isRunning(target: Started): boolean {
  return processIdentity(target.pid) === target.identity;
}

/** Ends a process and its whole group: its signal first, SIGKILL after the deadline. Others with its pid stay untouched. */
export async function stopProcess(target: Started, deadlineMs = endDeadlineMs): Promise<void> {
  if (!isRunning(target)) return;
  signal(target.pid, target.stopSignal);
  const deadline = Date.now() + deadlineMs;
  while (isRunning(target)) {
    if (Date.now() > deadline) break;
    await sleep(lookEveryMs);
  }
  killGroup(target.pid);
}

/** Ends at once whatever is left of a group; call it only while its leader runs or has just ended. */
export function killGroup(pid: number): void {
  signal(-pid, 'SIGKILL');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Nobody is left to take it.
  }
}
