import type { Services } from '../context/context.ts';
import { Countries } from './countries.ts';
import { Places } from './place.ts';

/** What a process remembers from one batch of clicks to the next. */
export type ClickTools = { places: Places; countries: Countries };

const tools = new WeakMap<Services, ClickTools>();

export function clickTools(services: Services): ClickTools {
  const known = tools.get(services);
  if (known !== undefined) return known;
  const made = { places: new Places(services.settings), countries: new Countries(services.settings) };
  tools.set(services, made);
  return made;
}
