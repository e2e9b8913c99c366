import type { ConsentState } from '@sms-crm/contracts/contacts';
import type { Place } from '../../src/quiet-hours/place.ts';

/** Somebody in the audience, as the oracle knows them. */
export type Person = {
  phone: string;
  place: Place;
  consent: ConsentState;
  /** On the do-not-contact list before the launch. */
  listed: boolean;
  /** The step at which they stop, after the pump has offered their batch; null when they never do. */
  stopsAt: number | null;
  parts: 1 | 2;
};

/** Every state with the zone most of it lives in, and the other clocks there are; written down by hand for the oracle. */
const homes = `
  AL America/Chicago, AK America/Anchorage, AK America/Adak, AZ America/Phoenix, AR America/Chicago, CA America/Los_Angeles,
  CO America/Denver, CT America/New_York, DE America/New_York, DC America/New_York, FL America/New_York, FL America/Chicago,
  GA America/New_York, HI Pacific/Honolulu, ID America/Boise, ID America/Los_Angeles, IL America/Chicago, IN America/New_York,
  IA America/Chicago, KS America/Denver, KY America/New_York, LA America/Chicago, ME America/New_York, MD America/New_York,
  MA America/New_York, MI America/New_York, MN America/Chicago, MS America/Chicago, MO America/Chicago, MT America/Denver,
  NE America/Chicago, NV America/Los_Angeles, NH America/New_York, NJ America/New_York, NM America/Denver, NY America/New_York,
  NC America/New_York, ND America/Chicago, OH America/New_York, OK America/Chicago, OR America/Los_Angeles, PA America/New_York,
  RI America/New_York, SC America/New_York, SD America/Denver, TN America/Chicago, TX America/Chicago, TX America/Denver,
  UT America/Denver, VT America/New_York, VA America/New_York, WA America/Los_Angeles, WV America/New_York, WI America/Chicago,
  WY America/Denver`
  .split(',')
  .map((home) => home.trim().split(' '));

/** A source of chances that gives the same ones for the same seed (mulberry32). */
export function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An audience over all states and zones. @param options.long share of those whose text needs two parts */
export function makePeople(
  random: () => number,
  options: { count: number; steps: number; long: number },
): Person[] {
  return Array.from({ length: options.count }, (_, index) => {
    const [state = '', zone = ''] = homes[index % homes.length] ?? [];
    const consent = random() < 0.9 ? 'granted' : random() < 0.5 ? 'unknown' : 'revoked';
    return {
      phone: `+1212${2_000_000 + index}`,
      place: { country: 'US', state, zone },
      consent,
      listed: random() < 0.04,
      stopsAt: random() < 0.15 ? Math.floor(random() * options.steps) : null,
      parts: random() < options.long ? 2 : 1,
    };
  });
}
