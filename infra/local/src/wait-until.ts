import { setTimeout as sleep } from 'node:timers/promises';
import { errorText } from './error-code.ts';

/**
 * Tries again until `attempt` no longer rejects.
 *
 * @param options.what named in the error
 * @param options.giveUp rejects (or resolves) when trying on makes no sense, e.g. the process has ended
 * @throws Error naming the last failure after `deadlineMs`
 */
export async function waitUntil<T>(
  attempt: () => Promise<T>,
  options: { what: string; deadlineMs: number; everyMs?: number; giveUp?: Promise<never> },
): Promise<T> {
  const deadline = Date.now() + options.deadlineMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) {
        const seconds = Math.round(options.deadlineMs / 1_000);
        throw new Error(`${options.what} was not there after ${seconds} s: ${errorText(error)}`, {
          cause: error,
        });
      }
    }
    const pause = sleep(options.everyMs ?? 100);
    await (options.giveUp ? Promise.race([pause, options.giveUp]) : pause);
  }
}
