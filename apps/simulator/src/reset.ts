import { emptyStats } from './messages/stats.ts';
import { defaultSettings } from './settings/settings.ts';
import type { Simulator } from './simulator.ts';

/** Empties log, handsets, blocks, counters and everything under way; the rest only where asked for. */
export function resetSimulator(
  simulator: Simulator,
  also: { accounts: boolean; settings: boolean; clock: boolean; faults: boolean },
): void {
  if (also.clock) simulator.time.restart();
  simulator.steps.clear();
  simulator.callbackWaits.clear();
  simulator.queues.clear();
  simulator.requests.clear();
  simulator.truth.clear();
  simulator.held.clear();
  simulator.webhooks.clear();
  simulator.taps.clear();
  simulator.log.clear();
  simulator.threads.clear();
  simulator.blocks.clear();
  simulator.stats = emptyStats();
  if (also.accounts) simulator.accounts.clear();
  if (also.faults) {
    simulator.faults.remove(() => true);
    simulator.weather = 'calm';
  }
  if (also.settings) simulator.settings = { ...defaultSettings, seed: simulator.settings.seed };
  if (also.clock) simulator.clock.restart();
  simulator.feed.touch();
}
