import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeLevel, warmUpLines, type Standing } from '../src/numbers/judge-level.ts';
import { curveOf, partsOfLevel, topOf, warmUpAllowance } from '../src/numbers/warm-up-curve.ts';

const longCode = curveOf({ type: 'long-code', warmUpCurve: null });
const usual: Standing = {
  level: 2,
  curve: longCode,
  topParts: 39_600,
  yesterday: { parts: 500, handedOver: 500, failed: 0, filtered: 0, optOuts: 0 },
  idleDays: 0,
  held: false,
  idleCounted: false,
};
const withDay = (change: Partial<Standing['yesterday']>): Standing => ({
  ...usual,
  yesterday: { ...usual.yesterday, ...change },
});
const standing: fc.Arbitrary<Standing> = fc.record({
  level: fc.nat({ max: 20 }),
  curve: fc.constantFrom(longCode, curveOf({ type: 'short-code', warmUpCurve: null })),
  topParts: fc.integer({ min: 100, max: 200_000 }),
  yesterday: fc.nat({ max: 5_000 }).chain((handedOver) =>
    fc.record({
      parts: fc.integer({ min: handedOver, max: handedOver * 3 }),
      handedOver: fc.constant(handedOver),
      failed: fc.nat({ max: handedOver }),
      filtered: fc.nat({ max: handedOver }),
      optOuts: fc.nat({ max: handedOver }),
    }),
  ),
  idleDays: fc.nat({ max: 40 }),
  held: fc.boolean(),
  idleCounted: fc.boolean(),
});

test('the published curve, then half as much again every day, and for short codes double, until rate and window limit more', () => {
  expect(Array.from({ length: 9 }, (_, level) => partsOfLevel(longCode, level))).toEqual([
    100, 250, 500, 750, 1_500, 2_250, 3_000, 4_500, 6_750,
  ]);
  const shortCode = curveOf({ type: 'short-code', warmUpCurve: null });
  expect([0, 1, 2, 3].map((level) => partsOfLevel(shortCode, level))).toEqual([1_000, 2_000, 4_000, 8_000]);
  const number = { type: 'long-code' as const, warmUpCurve: null, rateParts: 1 };
  expect(warmUpAllowance({ ...number, warmUpLevel: 12 })).toBe(34_171);
  expect(warmUpAllowance({ ...number, warmUpLevel: 13 })).toBe(null);
  expect(warmUpAllowance({ ...number, warmUpLevel: null })).toBe(null);
  expect(warmUpAllowance({ ...number, warmUpCurve: [7, 9], warmUpLevel: 1 })).toBe(9);
  expect(topOf(1, 2_000)).toBe(2_000);
});

test.each([
  ['a full day with good results', usual, { level: 3, reason: 'advanced' }],
  ['four fifths of the day', withDay({ parts: 400 }), { level: 3, reason: 'advanced' }],
  ['less than four fifths', withDay({ parts: 399 }), null],
  ['2 % failed', withDay({ failed: 10 }), { level: 3, reason: 'advanced' }],
  ['more than 2 % failed', withDay({ failed: 11 }), null],
  ['0.4 % filtered', withDay({ filtered: 2 }), { level: 3, reason: 'advanced' }],
  ['more than 0.5 % filtered', withDay({ filtered: 3 }), null],
  ['1 % filtered', withDay({ filtered: 5 }), null],
  ['more than 1 % filtered', withDay({ filtered: 6 }), { level: 1, reason: 'filtered' }],
  ['1 % opted out', withDay({ optOuts: 5 }), { level: 3, reason: 'advanced' }],
  ['more than 1 % opted out', withDay({ optOuts: 6 }), null],
  ['a day after a fall', { ...usual, held: true }, null],
  ['the top', { ...usual, topParts: 500 }, null],
  [
    'two weeks of rest',
    { ...withDay({ parts: 0, handedOver: 0 }), idleDays: 14 },
    { level: 0, reason: 'idle' },
  ],
  ['thirteen days of rest', { ...withDay({ parts: 0, handedOver: 0 }), idleDays: 13 }, null],
  [
    'a rest that was counted',
    { ...withDay({ parts: 0, handedOver: 0 }), idleDays: 15, idleCounted: true },
    null,
  ],
])('%s', (_name, of, judged) => {
  expect(judgeLevel(of)).toEqual(judged);
});

test('a level moves by one up, one down, or at most two down after a rest, and never below the first day', () => {
  fc.assert(
    fc.property(standing, (of) => {
      const judged = judgeLevel(of);
      const level = judged?.level ?? of.level;
      expect(level).toBeGreaterThanOrEqual(0);
      expect(level - of.level).toBeLessThanOrEqual(1);
      expect(of.level - level).toBeLessThanOrEqual(judged?.reason === 'idle' ? 2 : 1);
      expect(judged?.reason === 'advanced').toBe(level > of.level);
    }),
  );
});

test('whoever rises used the day and kept every line; filtered above the line always costs a level', () => {
  fc.assert(
    fc.property(standing, (of) => {
      const judged = judgeLevel(of);
      const { parts, handedOver, failed, filtered, optOuts } = of.yesterday;
      const isFiltered = filtered > warmUpLines.filteredFallShare * handedOver;
      expect(judged?.reason === 'filtered').toBe(isFiltered && of.level > 0);
      const rose = judged?.reason === 'advanced';
      const earned =
        parts >= 0.8 * partsOfLevel(of.curve, of.level) &&
        failed <= 0.02 * handedOver &&
        filtered <= 0.005 * handedOver &&
        optOuts <= 0.01 * handedOver;
      expect(!rose || (earned && !of.held && partsOfLevel(of.curve, of.level) < of.topParts)).toBe(true);
    }),
  );
});

test('a number that uses its days well is warmed in two weeks, and worse results never lead further', () => {
  let level = 0;
  const days: number[] = [];
  for (let day = 0; day < 30; day += 1) {
    const parts = Math.min(partsOfLevel(longCode, level), 39_600);
    days.push(parts);
    const yesterday = { parts, handedOver: parts, failed: 0, filtered: 0, optOuts: 0 };
    level = judgeLevel({ ...usual, level, yesterday })?.level ?? level;
  }
  expect(days.indexOf(39_600)).toBe(13);
  expect(level).toBe(13);
  fc.assert(
    fc.property(standing, fc.nat({ max: 50 }), (of, more) => {
      const worse = { ...of, yesterday: { ...of.yesterday, filtered: of.yesterday.filtered + more } };
      expect(judgeLevel(worse)?.level ?? of.level).toBeLessThanOrEqual(
        judgeLevel(of)?.reason === 'idle' ? of.level : (judgeLevel(of)?.level ?? of.level),
      );
    }),
  );
});
