import type { Clock } from '../context/ports.ts';
import type { QuietFacts } from '../gates/gate.ts';
import { noNarrowing, type Narrowing } from './narrowing.ts';
import type { Place } from './place.ts';
import { readQuietKey } from './quiet-key.ts';
import { leastCommonMinutesPerDay, windowsFor, type SendWindows } from './window.ts';

/** The demo clock has a time of day but no date: it lives on a Wednesday that is no holiday anywhere, in every zone at once. */
const demoDate = '2027-01-27';

/** What is common to all recipients of one look. */
export type QuietScene = {
  clock: Clock;
  narrowing: Narrowing | null;
  /** Simulated recipients live by the demo clock, where there is one. */
  simulated: boolean;
};

type Span = { opensAt: Date; closesAt: Date };

/** The lawful hours of recipients with one quiet key, as instants of the real clock. */
export type RecipientWindows = {
  now: Extract<QuietFacts, { type: 'open' | 'closed' | 'never' }>;
  /** The window that is open at a moment or opens next after it; null when none ever does. */
  windowAt: (at: Date) => Span | null;
};

/**
 * Asks the windows behind a stored key.
 *
 * @throws Error when the key cannot be read
 */
export function recipientWindows(key: string, scene: QuietScene): RecipientWindows {
  const { places } = readQuietKey(key);
  const real = scene.clock.now();
  const demo = scene.simulated ? scene.clock.demoTime() : null;
  const windows = windowsFor(demo === null ? places : places.map(onOneWall), scene.narrowing ?? noNarrowing);
  const shownAt = demo === null ? real : new Date(`${demoDate}T${demo}:00Z`);
  const windowAt = shifted(windows, real.getTime() - shownAt.getTime());
  const span = windowAt(real);
  if (span === null || windows.commonMinutesPerDay < leastCommonMinutesPerDay) {
    return { now: { type: 'never' }, windowAt: () => null };
  }
  const { opensAt } = span;
  return { now: opensAt <= real ? { type: 'open' } : { type: 'closed', opensAt }, windowAt };
}

function shifted(windows: SendWindows, shiftMs: number): (at: Date) => Span | null {
  return (at) => {
    const opens = windows.nextOpening(moved(at, -shiftMs));
    const closes = opens === null ? null : windows.closesAt(opens);
    return opens === null || closes === null
      ? null
      : { opensAt: moved(opens, shiftMs), closesAt: moved(closes, shiftMs) };
  };
}

function onOneWall(place: Place): Place {
  return { ...place, zone: 'UTC' };
}

function moved(moment: Date, ms: number): Date {
  return new Date(moment.getTime() + ms);
}
