import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidatePlaces, quietKeyOf, type KnownPlace } from '../src/quiet-hours/places.ts';
import { areaCodeOf } from '../src/quiet-hours/phone-zones.ts';
import { canonicalPlaces } from '../src/quiet-hours/canonical-places.ts';
import { quietKey, readQuietKey } from '../src/quiet-hours/quiet-key.ts';
import { rulesVersion } from '../src/quiet-hours/rules.ts';
import { readState, stateOf } from '../src/quiet-hours/states.ts';
import { canonicalZone } from '../src/quiet-hours/zone-clock.ts';

const nobodyKnows: KnownPlace = { zone: null, state: null };

function keyOf(phone: string, known: Partial<KnownPlace> = {}, country = 'US'): string {
  return quietKey(candidatePlaces(phone, { ...nobodyKnows, ...known }, country)).replace(/^\d+ /, '');
}

function zonesOf(phone: string): string[] {
  return candidatePlaces(phone, nobodyKnows, 'US').map(({ zone }) => zone);
}

const wholeUnitedStates =
  'US=America/Adak&America/Anchorage&America/Boise&America/Chicago&America/Denver&America/Los_Angeles&America/New_York&America/Phoenix&Pacific/Honolulu';

describe('candidate places of a number alone', () => {
  it.each([
    ['an area code of one zone', '+15125550100', 'US-TX=America/Chicago'],
    ['an area code over two zones', '+18505550100', 'US-FL=America/Chicago&America/New_York'],
    ['an area code that lies over another', '+14485550100', 'US-FL=America/Chicago&America/New_York'],
    [
      'the same prefix down to one town',
      '+12083340100',
      'US-ID=America/Boise&America/Denver&America/Los_Angeles',
    ],
    ['an area code the file calls by its city', '+13105550100', 'US-CA=America/Los_Angeles'],
    ['a territory', '+17875550100', 'US-PR=America/Puerto_Rico'],
    ['an island of the same plan', '+18765550100', 'JM=America/Jamaica'],
    ['a Canadian province', '+14165550100', 'CA-ON=America/Toronto'],
    [
      'three territories',
      '+18675550100',
      'CA-NT=America/Edmonton&America/Inuvik;CA-NU=America/Atikokan&America/Cambridge_Bay&America/Iqaluit&America/Rankin_Inlet;CA-YT=America/Whitehorse',
    ],
    ['two provinces', '+19025550100', 'CA-NS=America/Halifax;CA-PE=America/Halifax'],
    ['toll-free', '+18005550100', wholeUnitedStates],
    ['personal numbers', '+15005550100', wholeUnitedStates],
    ['an area code nobody knows yet', '+12995550100', wholeUnitedStates],
    ['a German mobile', '+4915112345678', 'DE=Europe/Berlin'],
    ['a Sydney fixed line', '+61291234567', 'AU=Australia/Sydney'],
    ['a Brazilian mobile of an area', '+5592991234567', 'BR=America/Manaus'],
    ['a Kazakh mobile', '+77011234567', 'KZ=Asia/Almaty&Asia/Aqtobe'],
    [
      'British toll-free',
      '+448001111111',
      'GB=Europe/Guernsey&Europe/Isle_of_Man&Europe/Jersey&Europe/London',
    ],
    ['a Canary Islands or mainland mobile', '+34612345678', 'ES=Atlantic/Canary&Europe/Madrid'],
    ['international toll-free', '+80012345678', wholeUnitedStates],
  ])('%s: %s', (_, phone, expected) => {
    expect(keyOf(phone)).toBe(expected);
  });

  it('takes every zone of the country for a mobile of a plan without areas', () => {
    expect(zonesOf('+61412345678')).toEqual(expect.arrayContaining(['Australia/Perth', 'Australia/Sydney']));
    expect(zonesOf('+79161234567')).toEqual(expect.arrayContaining(['Europe/Moscow', 'Asia/Kamchatka']));
  });

  it('takes the tenant’s country for numbers of no place, within the number’s plan', () => {
    expect(keyOf('+18005550100', {}, 'CA')).toMatch(/^CA=.*America\/St_Johns/);
    expect(keyOf('+18005550100', {}, 'DE')).toBe(wholeUnitedStates);
    expect(keyOf('+80012345678', {}, 'DE')).toBe('DE=Europe/Berlin');
  });
});

describe('candidate places with what the contact says', () => {
  it.each([
    ['a state', '+12125550100', { state: 'TX' }, 'US-TX=America/Chicago&America/Denver'],
    ['a state in words', '+12125550100', { state: ' new mexico ' }, 'US-NM=America/Denver'],
    [
      'a province',
      '+12125550100',
      { state: 'Québec' },
      'CA-QC=America/Blanc-Sablon&America/Halifax&America/Toronto',
    ],
    ['no state at all', '+12125550100', { state: 'Bavaria' }, 'US-NY=America/New_York'],
    ['a state beside a foreign number', '+4915112345678', { state: 'TX' }, 'DE=Europe/Berlin'],
    ['a zone of the number', '+18505550100', { zone: 'America/Chicago' }, 'US-FL=America/Chicago'],
    ['an old name of it', '+18505550100', { zone: 'US/Central' }, 'US-FL=America/Chicago'],
    ['another name of its clock', '+13135550100', { zone: 'America/Detroit' }, 'US-MI=America/Detroit'],
    ['a zone elsewhere', '+12125550100', { zone: 'America/Denver' }, 'US=America/Denver'],
    ['no zone at all', '+12125550100', { zone: 'Mars/Olympus' }, 'US-NY=America/New_York'],
    ['a zone of the state', '+12125550100', { zone: 'America/Denver', state: 'TX' }, 'US-TX=America/Denver'],
    [
      'a zone that is not the state’s',
      '+12125550100',
      { zone: 'America/New_York', state: 'TX' },
      'US-TX=America/Chicago&America/Denver&America/New_York',
    ],
  ])('%s', (_, phone, known, expected) => {
    expect(keyOf(phone, known)).toBe(expected);
  });
});

const areaCodes = Array.from({ length: 800 }, (_, i) => `+1${i + 200}5550100`);

describe('the places behind numbers', () => {
  it('knows the states of all geographic area codes, and only zones that exist', () => {
    const known = areaCodes.flatMap((phone) => areaCodeOf(phone) ?? []);
    expect(known).toHaveLength(441);
    const states = known.flatMap(({ regions }) => regions.filter((region) => /^(US|CA)-/.test(region)));
    expect(states.filter((region) => stateOf(region.slice(0, 2), region.slice(3)) === undefined)).toEqual([]);
    expect(known.flatMap(({ zones }) => zones).filter((zone) => canonicalZone(zone) === null)).toEqual([]);
  });

  it('finds for any number at least one place, in one order, each once, in a key that reads back', () => {
    const digits = fc.oneof(fc.stringMatching(/^1[2-9][0-9]{9}$/), fc.stringMatching(/^[1-9][0-9]{7,13}$/));
    const country = fc.constantFrom('US', 'CA', 'DE', 'RU', 'ZZ');
    const zone = fc.option(fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'nowhere'), { nil: null });
    const state = fc.option(fc.constantFrom('TX', 'ON', 'nowhere'), { nil: null });
    fc.assert(
      fc.property(digits, country, zone, state, (number, tenant, ownZone, ownState) => {
        const places = candidatePlaces(`+${number}`, { zone: ownZone, state: ownState }, tenant);
        expect(places.length).toBeGreaterThan(0);
        expect(places.every((place) => canonicalZone(place.zone) !== null)).toBe(true);
        const key = quietKey(places);
        expect(readQuietKey(key)).toEqual({ rulesVersion, places });
        expect(quietKey(places.toReversed())).toBe(key);
        const stored = quietKeyOf(`+${number}`, { zone: ownZone, state: ownState }, tenant);
        expect(stored).toBe(quietKey(canonicalPlaces(places)));
      }),
      { numRuns: 500 },
    );
  });

  it.each(['', '1', '1 US', '1 US-TX=Mars/Olympus', 'x US-TX=America/Chicago', '1 us-tx=America/Chicago'])(
    'refuses "%s" as a key',
    (key) => {
      expect(() => readQuietKey(key)).toThrow('is no quiet-hours key');
    },
  );

  it.each([
    ['TX', 'US-TX'],
    ['us-tx', 'US-TX'],
    ['D.C.', 'US-DC'],
    ['District of Columbia', 'US-DC'],
    ['british columbia', 'CA-BC'],
  ])('reads the state %s', (text, expected) => {
    const found = readState(text);
    expect(`${found?.country}-${found?.state}`).toBe(expected);
  });
});
