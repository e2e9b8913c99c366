import { expect, test } from 'vitest';
import { runQuick } from './kit/run-quick.ts';

test('the webhook benchmark prints its ratio as one line of JSON', { timeout: 300_000 }, async () => {
  const { bench, ratios, figures } = await runQuick('webhook');
  expect(bench).toBe('webhook');
  expect(Object.keys(ratios)).toEqual(['signature_only', 'signature_only_shared']);
  expect(figures).toMatchObject({ callbacks: 600, applied: { perSecond: expect.any(Number) as number } });
});
