import type { z } from 'zod';
import type { Simulator } from '../simulator.ts';
import type { settingsChangeSchema } from './settings.ts';

/** Changes some settings for everything that happens from now on; ending the hold sets held messages going. */
export function changeSettings(simulator: Simulator, change: z.output<typeof settingsChangeSchema>): void {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  simulator.settings = { ...simulator.settings, ...Object.fromEntries(given) };
  if (!simulator.settings.holdDelivery) {
    simulator.held.release((step) => simulator.steps.after(0, step));
  }
  simulator.feed.touch();
}
