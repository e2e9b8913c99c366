import type { Simulator } from '../simulator.ts';
import { showStats } from '../messages/show-stats.ts';
import { summarize, type ThreadSummary } from './summary.ts';

/** Threads one batch tells about; at thousands of texts a second nobody reads more. */
const mostThreads = 40;

/** What every page gets with a batch: counters, the clock and the newest threads. */
export function describeUpdate(simulator: Simulator) {
  const threads: ThreadSummary[] = [];
  for (const thread of simulator.threads.newestFirst()) {
    threads.push(summarize(thread));
    if (threads.length >= mostThreads) break;
  }
  return {
    stats: showStats(simulator),
    clock: simulator.clock.read(),
    holdDelivery: simulator.settings.holdDelivery,
    weather: simulator.weather,
    faults: simulator.faults.size,
    threads,
  };
}
