import { noNarrowing, type Narrowing } from './narrowing.ts';
import type { Place } from './place.ts';
import { stateOf } from './states.ts';
import { windowsFor } from './window.ts';
import { dayMs } from './zone-clock.ts';

const countryNames = new Intl.DisplayNames('en', { type: 'region' });

/**
 * Says in English why a text waits and until when: `Quiet hours in Texas until Sun 12:00 (America/Chicago)`. Names the places
 * whose law is closed, or the tenant's own hours when no law is. The end is that of all candidate places.
 *
 * @returns null while texts may go out
 */
export function describeQuiet(places: readonly Place[], narrowing: Narrowing, at: Date): string | null {
  const windows = windowsFor(places, narrowing);
  if (windows.isOpen(at)) return null;
  const closed = places.filter((place) => !windowsFor([place]).isOpen(at));
  const shown = closed[0] ?? places[0];
  if (shown === undefined) return null;
  const what = closed.length === 0 ? 'Your own quiet hours' : `Quiet hours in ${namesOf(closed)}`;
  const opening = windows.nextOpening(at);
  if (opening !== null) return `${what} until ${momentIn(shown.zone, opening, at)}`;
  const open = windowsFor(places, noNarrowing).nextOpening(at) !== null;
  return open
    ? 'Your own quiet hours leave no time to send. Widen them in the settings.'
    : `No time of day is allowed in all places this number may be in: ${namesOf(places)}. Add the contact's state or time zone.`;
}

/** A place as a sentence names it after "in": its state, else its country. */
export function placeName({ country, state }: Pick<Place, 'country' | 'state'>): string {
  const name = state === null ? undefined : stateOf(country, state)?.name;
  if (name !== undefined) return name;
  return country === 'US' ? 'the United States' : (countryNames.of(country) ?? country);
}

function namesOf(places: readonly Place[]): string {
  const [first = '', ...others] = new Set(places.map(placeName));
  if (others.length === 0) return first;
  return others.length === 1 ? `${first} or ${others[0]}` : `${first} or ${others.length} other places`;
}

/** `Sun 12:00 (America/Chicago)`; with the date when that is a week or more ahead. */
function momentIn(zone: string, moment: Date, now: Date): string {
  const isFar = moment.getTime() - now.getTime() > 6 * dayMs;
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    ...(isFar ? { day: 'numeric', month: 'short' } : {}),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(moment);
  return `${parts.replaceAll(',', '')} (${zone})`;
}
