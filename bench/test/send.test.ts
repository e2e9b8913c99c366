import { expect, test } from 'vitest';
import { runQuick } from './kit/run-quick.ts';

test('the send benchmark prints its ratios as one line of JSON', { timeout: 600_000 }, async () => {
  const { bench, ratios } = await runQuick('send');
  expect(bench).toBe('send');
  expect(Object.keys(ratios)).toEqual([
    'bare_0ms',
    'ceiling_50ms',
    'ceiling_50ms_all_open',
    'bare_ceiling_50ms',
    'vs_job_per_message',
    'node_cpu_vs_sdk',
    'freeze',
  ]);
  expect(ratios['ceiling_50ms']).toBeLessThan(1.1);
});
