import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarOf } from '../src/finish/calendar.ts';
import type { Capacity, NumberCapacity } from '../src/finish/capacity.ts';
import { estimateFinish, type TextGroup } from '../src/finish/estimate.ts';
import { shareRates } from '../src/finish/share-rates.ts';

const hour = 3_600_000;
const day = 24 * hour;
const start = Date.parse('2027-01-27T17:00:00Z');

const number = (id: string, more: Partial<NumberCapacity> = {}): NumberCapacity => ({
  id,
  rateParts: 1,
  registrationId: null,
  accountId: 'account',
  halted: null,
  warmUp: null,
  ...more,
});

const capacity = (more: Partial<Capacity> = {}): Capacity => ({
  numbers: [number('a')],
  registrations: new Map(),
  accountParts: new Map(),
  tenantParts: null,
  budget: { dailyLimit: null, monthlyLimit: null, daySpent: 0, monthSpent: 0 },
  tenantDays: calendarOf('America/New_York'),
  carrierDays: calendarOf('America/Los_Angeles'),
  ...more,
});

const group = (parts: number, more: Partial<TextGroup> = {}): TextGroup => ({
  numberId: 'a',
  windowAt: () => ({ opens: 0, closes: Number.POSITIVE_INFINITY }),
  startAt: 0,
  startsFor: 'quiet_hours',
  parts,
  micros: parts * 10,
  partsEach: 1,
  ...more,
});

const estimate = (
  groups: TextGroup[],
  of: Capacity,
  more: Partial<Parameters<typeof estimateFinish>[0]> = {},
) => estimateFinish({ groups, capacity: of, startsAt: start, endsAt: null, overBudget: 'wait', ...more });

/** Open from 9 to 21 UTC. */
const daytime: TextGroup['windowAt'] = (at) => {
  const midnight = Math.floor(at / day) * day;
  const today = { opens: midnight + 9 * hour, closes: midnight + 21 * hour };
  return at < today.closes ? today : { opens: today.opens + day, closes: today.closes + day };
};

test('the rate of the number decides when nothing else does', () => {
  expect(estimate([group(3_600)], capacity())).toEqual({
    at: start + hour,
    binds: 'rate_limit',
    unsentParts: 0,
  });
});

test('what the window of the day does not hold goes on in the next one', () => {
  // 17:00 to 21:00 is 4 hours; the fifth begins at 9:00.
  const finish = estimate([group(5 * 3_600, { windowAt: daytime })], capacity());
  expect(finish).toEqual({ at: start + 17 * hour, binds: 'quiet_hours', unsentParts: 0 });
});

test('a ramp goes up a level after each day that used it', () => {
  const warmUp = { level: 0, used: 40, partsOf: (level: number) => [100, 250, 500][level] ?? 750 };
  const finish = estimate([group(60 + 250 + 300)], capacity({ numbers: [number('a', { warmUp })] }));
  const secondMidnight = Date.parse('2027-01-29T05:00:00Z');
  expect(finish).toMatchObject({ binds: 'warm_up' });
  expect(finish.at).toBeCloseTo(secondMidnight + 300_000, -1);
});

test('a cap of the carrier turns over at midnight in Los Angeles, a budget where the tenant is', () => {
  const registrations = new Map([['r', { rateParts: null, capId: 'r', capParts: 100, used: 0 }]]);
  const capped = estimate(
    [group(150)],
    capacity({ numbers: [number('a', { registrationId: 'r' })], registrations }),
  );
  expect(capped).toMatchObject({ at: Date.parse('2027-01-28T08:00:50Z'), binds: 'carrier_cap' });
  const budget = { dailyLimit: 1_000, monthlyLimit: null, daySpent: 500, monthSpent: 0 };
  const paid = estimate([group(100)], capacity({ budget }));
  expect(paid).toMatchObject({ at: Date.parse('2027-01-28T05:00:50Z'), binds: 'budget' });
});

test('registrations of one brand use up one cap together', () => {
  const own = { rateParts: null, capId: 'brand', capParts: 100, used: 20 };
  const finish = estimate(
    [group(100, { numberId: 'a' }), group(100, { numberId: 'b' })],
    capacity({
      numbers: [number('a', { registrationId: 'r' }), number('b', { registrationId: 's' })],
      registrations: new Map([
        ['r', own],
        ['s', own],
      ]),
    }),
  );
  expect(finish).toMatchObject({ at: Date.parse('2027-01-29T08:00:10Z'), binds: 'carrier_cap' });
});

test('a campaign that does not wait for budget, or ends, leaves the rest', () => {
  const budget = { dailyLimit: 500, monthlyLimit: null, daySpent: 0, monthSpent: 0 };
  const skipped = estimate([group(100)], capacity({ budget }), { overBudget: 'skip' });
  expect(skipped).toMatchObject({ at: start + 50_000, unsentParts: 50 });
  const ended = estimate([group(100)], capacity(), { endsAt: start + 30_000 });
  expect(ended).toMatchObject({ at: start + 30_000, unsentParts: 70 });
});

test('a stopped number, and a budget that never allows one text, have no end', () => {
  const stopped = estimate([group(5)], capacity({ numbers: [number('a', { halted: 'number_stopped' })] }));
  expect(stopped).toEqual({ at: null, binds: 'number_stopped', unsentParts: 0 });
  const budget = { dailyLimit: 5, monthlyLimit: null, daySpent: 0, monthSpent: 0 };
  expect(estimate([group(5)], capacity({ budget }))).toMatchObject({ at: null, binds: 'budget' });
});

test('numbers share what registration, account and tenant allow', () => {
  const numbers = ['a', 'b', 'c'].map((id) =>
    number(id, { rateParts: 4, registrationId: id === 'c' ? null : 'r' }),
  );
  const of = capacity({
    numbers,
    registrations: new Map([['r', { rateParts: 2, capId: 'r', capParts: null, used: 0 }]]),
    tenantParts: 3,
  });
  const rates = shareRates(
    of,
    numbers.map((one) => ({ number: one, rate: one.rateParts })),
  );
  expect(rates[0]).toBeCloseTo(0.5);
  expect(rates[1]).toBeCloseTo(0.5);
  expect(rates[2]).toBeCloseTo(2);
});

test('no estimate is faster than its limits allow, and more texts never finish earlier', () => {
  const texts = fc.integer({ min: 1, max: 50_000 });
  fc.assert(
    fc.property(
      fc.array(texts, { minLength: 1, maxLength: 6 }),
      texts,
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1_000, max: 100_000 }),
      (sizes, extra, rateParts, perDay) => {
        const budget = { dailyLimit: perDay * 10, monthlyLimit: null, daySpent: 0, monthSpent: 0 };
        const of = capacity({ numbers: [number('a', { rateParts })], budget });
        const groups = sizes.map((parts, index) =>
          group(parts, index % 2 === 0 ? {} : { windowAt: daytime }),
        );
        const total = sizes.reduce((sum, size) => sum + size, 0);
        const { at } = estimate(groups, of);
        const later = estimate([...groups, group(extra)], of).at;
        expect(at).toBeGreaterThanOrEqual(start + (total / rateParts) * 1_000 - 1);
        const wholeDays = Math.ceil(total / perDay) - 1;
        expect(at).toBeGreaterThanOrEqual(wholeDays === 0 ? start : start + (wholeDays - 1) * day);
        expect(later).toBeGreaterThanOrEqual((at ?? 0) - 1);
      },
    ),
  );
});
