import { launch } from './api.ts';
import { untilTaken } from './arrivals.ts';
import type { Installation } from './installation.ts';
import { newGround } from './measure.ts';
import { median } from './median.ts';

/** Texts of the campaign that must not wait for a large one. */
export const smallTexts = 100;

/** From the launch to the first and to the last text at the carrier, s. */
export type Small = { firstSeconds: number; lastSeconds: number };

/** Launches small campaigns of new tenants, one after the other. @returns the medians */
export async function measureSmall(installation: Installation, rounds: number): Promise<Small> {
  const grounds = [];
  for (let round = 0; round < rounds; round += 1) grounds.push(await newGround(installation, smallTexts));
  const results: Small[] = [];
  for (const ground of grounds) {
    const launchedAt = Date.now();
    await launch(installation, ground);
    const taken = await untilTaken(installation, { from: ground.phone, texts: smallTexts });
    results.push({
      firstSeconds: (taken.firstAtMs - launchedAt) / 1_000,
      lastSeconds: (taken.lastAtMs - launchedAt) / 1_000,
    });
  }
  return {
    firstSeconds: median(results.map(({ firstSeconds }) => firstSeconds)),
    lastSeconds: median(results.map(({ lastSeconds }) => lastSeconds)),
  };
}
