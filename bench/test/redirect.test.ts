import { expect, test } from 'vitest';
import { runQuick } from './kit/run-quick.ts';

test('the redirect benchmark prints its ratios, and loses no click', { timeout: 600_000 }, async () => {
  const { bench, ratios } = await runQuick('redirect', '--links', '600');
  expect(bench).toBe('redirect');
  expect(Object.keys(ratios)).toEqual(['constant_302', 'constant_302_shared', 'many_first', 'many_taps']);
});
