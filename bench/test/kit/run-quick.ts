import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const folder = join(import.meta.dirname, '..', '..');

const line = z.object({
  bench: z.string(),
  ratios: z.record(z.string(), z.number().positive()),
  figures: z.record(z.string(), z.unknown()),
});

/** Runs a benchmark with its small sizes. @returns its last line, in which every ratio is a positive number */
export async function runQuick(name: string, ...options: string[]): Promise<z.infer<typeof line>> {
  const { stdout } = await promisify(execFile)(process.execPath, [`src/${name}.ts`, '--quick', ...options], {
    cwd: folder,
  });
  return line.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
}
