import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayMs, everyStep } from '../src/charts/every-step.ts';

type Row = { at: number; value: number };

function filled(rows: Row[], fromMs: number, toMs: number): Row[] {
  return everyStep(
    rows,
    { fromMs, toMs, stepMs: dayMs },
    (row) => row.at,
    (at) => ({ at, value: 0 }),
  );
}

test('a day without texts is a zero between its neighbours', () => {
  const rows = [
    { at: dayMs, value: 5 },
    { at: 3 * dayMs, value: 7 },
  ];
  expect(filled(rows, dayMs, 4 * dayMs)).toEqual([
    { at: dayMs, value: 5 },
    { at: 2 * dayMs, value: 0 },
    { at: 3 * dayMs, value: 7 },
    { at: 4 * dayMs, value: 0 },
  ]);
});

test('no row is lost, and steps are even', () => {
  const days = fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { minLength: 1 });
  fc.assert(
    fc.property(days, (days) => {
      const rows = days.toSorted((a, b) => a - b).map((day) => ({ at: day * dayMs, value: day + 1 }));
      const all = filled(rows, 0, 300 * dayMs);
      expect(all.filter((row) => row.value > 0)).toEqual(rows);
      expect(all.map((row) => row.at)).toEqual(Array.from({ length: 301 }, (_, day) => day * dayMs));
    }),
  );
});

test.each([
  ['a span of a thousand days', 0, 1_000 * dayMs],
  ['a span that ends before it begins', dayMs, 0],
  ['an unreadable span', Number.NaN, 0],
])('%s leaves the rows as they are', (_, fromMs, toMs) => {
  const rows = [{ at: dayMs, value: 1 }];
  expect(filled(rows, fromMs, toMs)).toEqual(rows);
});
