import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gateApplies, messageKinds } from '@sms-crm/contracts/gates';
import { suppressionReasons } from '@sms-crm/contracts/suppression';
import { grant } from '../src/capacity/grant.ts';
import { budgetGate } from '../src/gates/budget.ts';
import { countWithin, type Left, type Limits, type TextCost } from '../src/gates/capacity-gate.ts';
import { capacityGates } from '../src/gates/chain.ts';
import type { GateFacts } from '../src/gates/gate.ts';
import { quietHoursGate } from '../src/gates/quiet-hours.ts';
import { rateLimitGate } from '../src/gates/rate-limit.ts';
import { suppressionGate } from '../src/gates/suppression.ts';
import { warmUpGate } from '../src/gates/warm-up.ts';
import type { Place } from '../src/quiet-hours/place.ts';
import { quietKey } from '../src/quiet-hours/quiet-key.ts';
import { recipientWindows } from '../src/quiet-hours/recipient-windows.ts';
import { homes, homesAbroad, nowhere, shareNoHour } from './model/places.ts';
import { isLawfulInAll } from './quiet-hours-oracle.ts';

const open: GateFacts = {
  killed: false,
  campaignStatus: 'sending',
  campaignEnded: false,
  doNotContact: false,
  consent: 'granted',
  suppressed: null,
  quiet: { type: 'open' },
};

const quarterMs = 15 * 60_000;
const between = (from: string, to: string) =>
  fc.date({ min: new Date(from), max: new Date(to), noInvalidDate: true });

/** Any moment, often one around a change of clocks. */
const moment = fc.oneof(
  between('2027-01-01T00:00:00Z', '2027-12-20T00:00:00Z'),
  between('2027-03-13T12:00:00Z', '2027-03-15T12:00:00Z'),
  between('2027-11-06T12:00:00Z', '2027-11-08T12:00:00Z'),
);
const places = fc
  .array(fc.constantFrom(...homes, ...homesAbroad), { minLength: 1, maxLength: 2 })
  .map((some) => some.flatMap((home) => home.places));

function quietAnswer(candidates: readonly Place[], at: Date) {
  const clock = { now: () => at, recipientTime: () => '12:00', demoTime: () => null };
  const { now } = recipientWindows(quietKey(candidates), { clock, narrowing: null, simulated: false });
  return quietHoursGate.decide({ ...open, quiet: now });
}

test('quiet hours pass a text exactly when every place is open, else defer it to the first moment when all are', () => {
  fc.assert(
    fc.property(places, moment, (candidates, at) => {
      const answer = quietAnswer(candidates, at);
      const never = answer.type === 'skip';
      expect(answer.type === 'pass').toBe(!never && isLawfulInAll(candidates, at));
      const until = answer.type === 'defer' ? answer.until : at;
      expect(until.getTime()).toBeGreaterThanOrEqual(at.getTime());
      expect(never || isLawfulInAll(candidates, until)).toBe(true);
      const quarters = Math.ceil((until.getTime() - at.getTime()) / quarterMs);
      const earlier = Array.from(
        { length: quarters },
        (_, index) => new Date(at.getTime() + index * quarterMs),
      );
      expect(earlier.filter((before) => isLawfulInAll(candidates, before))).toEqual([]);
      expect(never).toBe(shareNoHour(candidates));
    }),
    { numRuns: 60, examples: [[[...nowhere.places], new Date('2027-05-05T12:00:00Z')]] },
  );
});

test('whoever had as many texts as the law allows waits for exactly the moment that ends it', () => {
  fc.assert(
    fc.property(moment, (until) => {
      expect(quietHoursGate.decide({ ...open, quiet: { type: 'full', until } })).toEqual({
        type: 'defer',
        until,
        reason: 'legal_maximum',
      });
    }),
  );
});

test('suppression skips for the reason of the rule that speaks, and passes when none does', () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(suppressionReasons)), (suppressed) => {
      expect(suppressionGate.decide({ ...open, suppressed })).toEqual({ type: 'skip', reason: suppressed });
    }),
  );
  expect(suppressionGate.decide(open)).toEqual({ type: 'pass' });
});

const texts: fc.Arbitrary<TextCost[]> = fc.array(
  fc.record({ parts: fc.integer({ min: 1, max: 10 }), micros: fc.integer({ min: 1, max: 1_000_000 }) }),
  { maxLength: 30 },
);
const leftOf = (max: number): fc.Arbitrary<Left> =>
  fc.record({
    amount: fc.oneof(fc.integer({ min: -5, max }), fc.constant(Number.POSITIVE_INFINITY)),
    until: between('2027-01-01T00:00:00Z', '2027-12-20T00:00:00Z'),
  });
const limits: fc.Arbitrary<Limits> = fc.record({
  budget: leftOf(10_000_000),
  warmUp: leftOf(120),
  carrierCap: leftOf(120),
  rate: leftOf(30).map(({ amount, until }) => ({ amount: Math.max(0, amount), until })),
});
const kind = fc.constantFrom(...messageKinds);

const sum = (some: readonly TextCost[], of: 'parts' | 'micros') =>
  some.reduce((total, text) => total + text[of], 0);

/** Whether some texts keep within all limits. */
function fits(some: readonly TextCost[], { budget, warmUp, carrierCap, rate }: Limits): boolean {
  if (some.length === 0) return true;
  return (
    sum(some, 'micros') <= budget.amount &&
    sum(some, 'parts') <= Math.min(warmUp.amount, carrierCap.amount) &&
    some.length <= rate.amount
  );
}

test('as many values as add up to the most, and not one more', () => {
  const values = fc.array(fc.integer({ min: 1, max: 1_000 }), { maxLength: 40 });
  fc.assert(
    fc.property(values, fc.integer({ min: -10, max: 20_000 }), fc.nat(500), (some, most, more) => {
      const count = countWithin(some, most);
      const total = (n: number) => some.slice(0, n).reduce((added, value) => added + value, 0);
      expect(total(count) <= Math.max(0, most)).toBe(true);
      expect(count === some.length || total(count + 1) > most).toBe(true);
      expect(countWithin(some, most + more)).toBeGreaterThanOrEqual(count);
    }),
  );
});

test.each([
  { gate: budgetGate, of: 'micros', name: 'budget', reason: 'budget' },
  { gate: warmUpGate, of: 'parts', name: 'warmUp', reason: 'warm_up' },
  { gate: rateLimitGate, of: 'parts', name: 'carrierCap', reason: 'carrier_cap' },
] as const)(
  '$gate.name never allows more than is left of $name, and all of that',
  ({ gate, of, name, reason }) => {
    fc.assert(
      fc.property(texts, limits, (some, all) => {
        const rate = { amount: Number.POSITIVE_INFINITY, until: new Date(0) };
        const { count, ...rest } = gate.allow(some, { ...all, rate });
        const left = all[name].amount;
        expect(sum(some.slice(0, count), of) <= Math.max(0, left)).toBe(true);
        expect(count === some.length || sum(some.slice(0, count + 1), of) > left).toBe(true);
        expect(count === some.length ? { reason, until: all[name].until } : rest).toEqual({
          reason,
          until: all[name].until,
        });
      }),
    );
  },
);

test('the rate allows no more texts than there are tokens; the stricter of cap and rate names the reason', () => {
  fc.assert(
    fc.property(texts, limits, (some, { rate, ...all }) => {
      const unbound = { amount: Number.POSITIVE_INFINITY, until: new Date(0) };
      const ofCap = rateLimitGate.allow(some, { ...all, rate: unbound }).count;
      const both = rateLimitGate.allow(some, { ...all, rate });
      expect(both.count).toBe(Math.min(ofCap, rate.amount));
      expect(both.reason).toBe(ofCap < rate.amount ? 'carrier_cap' : 'rate_limit');
    }),
  );
});

test('what is granted fits all limits, one more would not, and more room never grants less', () => {
  fc.assert(
    fc.property(kind, texts, limits, fc.nat(40), (kindOf, some, all, more) => {
      const { count, rest } = grant(kindOf, some, all);
      expect(fits(some.slice(0, count), all)).toBe(true);
      expect(count === some.length || !fits(some.slice(0, count + 1), all)).toBe(true);
      expect(rest === null).toBe(count === some.length);
      for (const name of ['budget', 'warmUp', 'carrierCap', 'rate'] as const) {
        const roomier = { ...all, [name]: { ...all[name], amount: all[name].amount + more } };
        expect(grant(kindOf, some, roomier).count).toBeGreaterThanOrEqual(count);
      }
    }),
  );
});

test('the gate that allows the fewest says what the rest waits for; of several the first in order', () => {
  fc.assert(
    fc.property(kind, texts, limits, (kindOf, some, all) => {
      const { count, rest } = grant(kindOf, some, all);
      const strictest = capacityGates.find((gate) => gate.allow(some, all).count === count);
      const allowance = strictest?.allow(some, all);
      expect(rest?.gate ?? strictest).toBe(strictest);
      expect(rest?.reason ?? allowance?.reason).toBe(allowance?.reason);
      expect(rest?.until ?? allowance?.until).toEqual(allowance?.until);
    }),
  );
});

test('a capacity gate that does not apply to a kind is not asked', () => {
  const none = { amount: 0, until: new Date(0) };
  const all: Limits = { budget: none, warmUp: none, carrierCap: none, rate: none };
  const text = [{ parts: 1, micros: 1 }];
  const before = { ...gateApplies };
  try {
    for (const { name } of capacityGates) gateApplies[name] = { ...gateApplies[name], test: false };
    expect(grant('test', text, all)).toEqual({ count: 1, rest: null });
    expect(grant('reply', text, all).count).toBe(0);
  } finally {
    Object.assign(gateApplies, before);
  }
});
