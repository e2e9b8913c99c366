import type { ClickDevice } from '@sms-crm/contracts/clicks';

/** In this order: an Android agent also says Linux, an iPhone's also says Mac. */
const systems: readonly [ClickDevice, RegExp][] = [
  ['ios', /iPhone|iPad|iPod/],
  ['android', /Android/],
  ['windows', /Windows/],
  ['mac', /Macintosh|Mac OS X/],
  ['linux', /Linux|X11|CrOS/],
];

/** The system of a browser, by its user agent. */
export function deviceOf(agent: string): ClickDevice {
  return systems.find(([, pattern]) => pattern.test(agent))?.[0] ?? 'other';
}
