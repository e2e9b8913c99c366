import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../bootstrap/errors.mjs';
import { tryLock } from '../bootstrap/lock.mjs';
import { root } from './paths.ts';
import { sourceHash } from './source-hash.ts';
import type { Supervisor } from './supervisor/supervisor.ts';

/** Longest time another run's build is waited for, ms. */
const lockDeadlineMs = 5 * 60_000;
const lockRetryMs = 250;
/** A build has nothing to save, ms. */
const endDeadlineMs = 1_000;

/** What a build is called while it runs; on two busy cores it took 163 s. */
export const webBuildWords = 'Web pages (built once; one to three minutes, longer on a busy machine)';

const web = join(root, 'apps/web');
const stamp = join(web, '.next', 'built-from');
/** What the built pages are made from. */
const sources = ['apps/web', 'packages/contracts/src', 'pnpm-lock.yaml', 'tsconfig.base.json'];

/** Whether the built pages are missing or older than their sources. */
export function webIsOutdated(): boolean {
  return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== sourceHash(root, sources);
}

/** Builds the web unless it is built from exactly these sources; two runs at once build it once. */
export async function buildWeb(supervisor: Supervisor): Promise<void> {
  const lock = await waitForLock(join(web, 'node_modules', '.web-build.lock'));
  try {
    if (!webIsOutdated()) return;
    rmSync(stamp, { force: true });
    const wanted = sourceHash(root, sources);
    await supervisor.runOrFail(
      {
        name: 'web-build',
        layer: 'task',
        endDeadlineMs,
        command: process.execPath,
        args: [join(web, 'node_modules/next/dist/bin/next'), 'build'],
        cwd: web,
        env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      },
      'Mend the error above (pnpm --filter @sms-crm/web build shows all of it) and start again.',
    );
    writeFileSync(stamp, wanted);
  } finally {
    lock.release();
  }
}

async function waitForLock(path: string): Promise<{ release: () => void }> {
  const deadline = Date.now() + lockDeadlineMs;
  for (;;) {
    const lock = tryLock(path);
    if ('release' in lock) return lock;
    if (Date.now() > deadline) {
      throw new StartError(
        `Process ${lock.ownerPid} has been building the web for ${lockDeadlineMs / 60_000} minutes.`,
        'End that process and start again.',
      );
    }
    await sleep(lockRetryMs);
  }
}
