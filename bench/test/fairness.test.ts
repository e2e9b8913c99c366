import { expect, test } from 'vitest';
import { slowerThanPromised } from '../src/kit/promises.ts';
import { missedOf } from '../src/kit/verdict.ts';
import { runQuick } from './kit/run-quick.ts';

test('the fairness benchmark prints its ratios as one line of JSON', { timeout: 600_000 }, async () => {
  const { bench, ratios, figures } = await runQuick('fairness');
  expect(bench).toBe('fairness');
  expect(Object.keys(ratios)).toEqual([
    'second_sender',
    'second_sender_all_open',
    'small_campaign',
    'small_campaign_all_open',
  ]);
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

test('what is promised of one machine is asked of another by how much slower its floor is', () => {
  const bounds = {
    ratio: { least: 2 },
    speed: { least: 10, absolute: true },
    cost: { most: 3, absolute: true },
  } as const;
  expect(missedOf(bounds, { ratio: 2, speed: 5, cost: 6 }, 2)).toEqual([]);
  expect(missedOf(bounds, { ratio: 1, speed: 4.9, cost: 6.1 }, 2)).toEqual([
    'ratio is 1.00, at least 2 was promised',
    'speed is 4.90, at least 5 was promised of a machine this slow (2 times)',
    'cost is 6.10, at most 6 was promised of a machine this slow (2 times)',
  ]);
  expect(slowerThanPromised('bareRequest', 66)).toBe(2);
  expect(slowerThanPromised('bareRequest', 11)).toBe(1);
});
