import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';

const folder = join(import.meta.dirname, '..');

const result = z.object({
  bench: z.literal('send'),
  ratios: z.object({
    bare_0ms: z.number(),
    ceiling_50ms: z.number(),
    bare_ceiling_50ms: z.number(),
    vs_job_per_message: z.number(),
    node_cpu_vs_sdk: z.number(),
    freeze: z.number(),
  }),
  figures: z.record(z.string(), z.unknown()),
});

test(
  'the send benchmark runs through and prints its ratios as one line of JSON',
  { timeout: 300_000 },
  async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['src/send.ts', '--quick'], {
      cwd: folder,
    });
    const { ratios } = result.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
    expect(Object.entries(ratios).filter(([, ratio]) => !(ratio > 0))).toEqual([]);
    expect(ratios.ceiling_50ms).toBeLessThan(1.1);
  },
);
