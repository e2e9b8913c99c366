import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../bootstrap/errors.mjs';
import { lockOwner, tryLock } from '../bootstrap/lock.mjs';
import { givenUrl } from './given-url.ts';
import { placesOf } from './paths.ts';
import { stopLeftovers } from './supervisor/process-list.ts';
import { testRunLocks } from './suites/run-folder.ts';

async function main(): Promise<number> {
  const places = placesOf(process.env);
  if (!existsSync(places.folder)) {
    process.stdout.write('There is no local data.\n');
    return 0;
  }
  const lock = tryLock(places.startLock);
  if ('ownerPid' in lock) return refuse('sms-crm runs', lock.ownerPid);
  const testing = testRunLocks(places.folder)
    .map(lockOwner)
    .find((pid) => pid !== undefined);
  if (testing !== undefined) {
    lock.release();
    return refuse('npm test runs', testing);
  }
  await stopLeftovers(places.processList);
  for (const name of readdirSync(places.folder)) {
    rmSync(join(places.folder, name), { recursive: true, force: true });
  }
  process.stdout.write('All local data is deleted; npm start begins anew.\n');
  for (const name of ['DATABASE_URL', 'REDIS_URL'].filter((name) => givenUrl(name) !== undefined)) {
    process.stdout.write(
      `The server of ${name} is yours and keeps what it has; empty it yourself to begin anew there, too.\n`,
    );
  }
  return 0;
}

function refuse(what: string, pid: number): number {
  const error = new StartError(
    `${what} in this clone (process ${pid}), so nothing was deleted.`,
    'Stop it first, then run npm run reset again.',
  );
  process.stderr.write(error.text());
  return 1;
}

process.exit(await main());
