import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceOf, pickByWeight, pickWithin } from '../src/chance/chance.ts';
import { chooseOutcome } from '../src/delivery/choose-outcome.ts';
import { numberSchema, type SendingNumber } from '../src/accounts/number.ts';
import { defaultSettings } from '../src/settings/settings.ts';

const phones = Array.from({ length: 20_000 }, (_, index) => `+1212${String(5_550_000 + index)}`);

/** A number whose texts fare so. */
function from(delivery: SendingNumber['delivery']): SendingNumber {
  return numberSchema.parse({ phone: '55512', type: 'short-code', delivery });
}

describe('chance', () => {
  it('is a fixed, even function of its parts', () => {
    expect(chanceOf('a', '+1', 3)).toBe(chanceOf('a', '+1', 3));
    const mean = phones.reduce((sum, phone) => sum + chanceOf('seed', phone), 0) / phones.length;
    expect(mean).toBeCloseTo(0.5, 1);
  });

  it('picks inside its range and by weight', () => {
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(1_000), chance, (min, width, value) => {
        const picked = pickWithin({ min, max: min + width }, value);
        expect(picked).toBeGreaterThanOrEqual(min);
        expect(picked).toBeLessThanOrEqual(min + width);
        expect(pickByWeight({ 30_003: 0, 30_005: 2 }, value)).toBe('30005');
      }),
    );
    expect(pickByWeight({}, 0.5)).toBeUndefined();
  });

  it('fails about the set share of phones, always the same ones, in the set mix', () => {
    const outcomes = phones.map((phone) => chooseOutcome(defaultSettings, phone, from('by-chance')));
    const failed = outcomes.filter((outcome) => typeof outcome === 'number');
    expect(failed.length / phones.length).toBeGreaterThan(0.015);
    expect(failed.length / phones.length).toBeLessThan(0.025);
    expect(new Set(failed)).toEqual(new Set([30_003, 30_005, 30_006, 30_007]));
    expect(phones.map((phone) => chooseOutcome(defaultSettings, phone, from('by-chance')))).toEqual(outcomes);
  });

  it('yields to the outcome of a phone, and that of a number', () => {
    const settings = { ...defaultSettings, failureRate: 1, outcomes: { '+1': 'delivered' as const } };
    expect(chooseOutcome(settings, '+1', from(30_034))).toBe('delivered');
    expect(chooseOutcome(settings, '+2', from(30_034))).toBe(30_034);
    expect(chooseOutcome(settings, '+2', from('sent'))).toBe('sent');
    expect(chooseOutcome(settings, '+2', from('by-chance'))).toBeTypeOf('number');
  });
});
