import { expect, test } from 'vitest';
import { missedOf } from '../src/kit/verdict.ts';
import { runQuick } from './kit/run-quick.ts';

test('the fairness benchmark prints its ratios as one line of JSON', { timeout: 600_000 }, async () => {
  const { bench, ratios, figures } = await runQuick('fairness');
  expect(bench).toBe('fairness');
  expect(Object.keys(ratios)).toEqual(['second_sender', 'small_campaign']);
  expect(figures).toMatchObject({ fast: { bottleneck: expect.any(String) } });
});

test('the simulator benchmark prints its ratio as one line of JSON', { timeout: 300_000 }, async () => {
  const { bench, ratios } = await runQuick('simulator');
  expect(bench).toBe('simulator');
  expect(Object.keys(ratios)).toEqual(['of_5000_per_core']);
});

test('names the figures that missed what was promised, and those that were not measured', () => {
  const bounds = { speed: { least: 2 }, cost: { most: 3 }, rest: { most: 1 } };
  expect(missedOf(bounds, { speed: 2, cost: 3, rest: 0 })).toEqual([]);
  expect(missedOf(bounds, { speed: 1.9, cost: 3.1 })).toEqual([
    'speed is 1.90, at least 2 was promised',
    'cost is 3.10, at most 3 was promised',
    'rest is NaN, at most 1 was promised',
  ]);
});
