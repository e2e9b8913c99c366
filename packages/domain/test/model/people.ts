import type { ConsentState } from '@sms-crm/contracts/contacts';
import { homes, homesAbroad, type Home } from './places.ts';

/** What a rule of the tenant or the carrier has against somebody from the beginning. */
export type Trait = 'tag' | 'area' | 'landline' | 'unreachable';

/** What happens to somebody while the campaign runs; in flight: after the first text of that step was handed over. */
export type Change = {
  at: number;
  to: 'stopped' | 'revoked' | 'tagged' | 'moved';
  inFlight?: boolean;
};

/** Somebody in the audience, as the oracle knows them. */
export type Person = {
  phone: string;
  home: Home;
  /** Where a move leads. */
  nextHome: Home;
  consent: ConsentState;
  /** On the do-not-contact list before the launch. */
  listed: boolean;
  trait: Trait | null;
  /** Hours before the launch at which they had another marketing text. */
  hadHours: readonly number[];
  /** Comes after the pump has offered their batch. */
  change: Change | null;
  parts: 1 | 2;
};

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

export function oneOf<T>(random: () => number, some: readonly T[], fallback: T): T {
  return some[Math.floor(random() * some.length)] ?? fallback;
}

/** A phone of a home that no other index has; rules of area codes know it by its digits. */
export function phoneOf({ prefix }: Home, index: number, trait: Trait | null): string {
  const digits = (prefix.startsWith('+1') ? 12 : 13) - prefix.length;
  const first = trait === 'area' ? '999' : '2';
  return `${prefix}${first}${String(index).padStart(digits - first.length, '0')}`;
}

/** Somebody who may be texted whenever it is lawful at home. */
export function anybody(home: Home, index: number, other: Partial<Person> = {}): Person {
  return {
    phone: phoneOf(home, index, other.trait ?? null),
    home,
    nextHome: home,
    consent: 'granted',
    listed: false,
    trait: null,
    hadHours: [],
    change: null,
    parts: 1,
    ...other,
  };
}

/** Phones that begin as the rule of area codes says have four digits left. */
const mostOfArea = 10_000;

const traits: readonly Trait[] = ['tag', 'area', 'landline', 'unreachable'];
const changes: readonly Change['to'][] = ['stopped', 'stopped', 'revoked', 'tagged', 'moved'];

/** An audience over all states and zones, Canada and abroad. @param options.long share of those whose text needs two parts */
export function makePeople(
  random: () => number,
  options: { count: number; steps: number; long: number; abroad: boolean },
): Person[] {
  const all = options.abroad ? [...homes, ...homesAbroad, ...homesAbroad] : homes;
  const shift = Math.floor(random() * all.length);
  return Array.from({ length: options.count }, (_, index) => {
    const home = all[(index * 7 + shift) % all.length] ?? oneOf(random, homes, homes[0] ?? fail());
    const american = home.prefix.startsWith('+1212');
    const trait =
      american && random() < 0.12 ? oneOf<Trait>(random, index < mostOfArea ? traits : ['tag'], 'tag') : null;
    const to = oneOf(random, changes, 'stopped');
    return anybody(home, index, {
      nextHome: american ? oneOf(random, homes.slice(0, 50), home) : home,
      consent: random() < 0.92 ? 'granted' : random() < 0.5 ? 'unknown' : 'revoked',
      listed: random() < 0.04,
      trait,
      phone: phoneOf(home, index, trait),
      hadHours: Array.from({ length: Math.floor(random() * 5) }, () => Math.floor(random() * 120) / 4 + 0.1),
      change:
        random() < 0.2
          ? {
              at: 1 + Math.floor(random() * (options.steps - 1)),
              to,
              inFlight: to === 'stopped' && random() < 0.5,
            }
          : null,
      parts: random() < options.long ? 2 : 1,
    });
  });
}

function fail(): never {
  throw new Error('there is no home');
}
