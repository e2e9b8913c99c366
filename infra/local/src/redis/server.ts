import { mkdirSync } from 'node:fs';
import { StartError } from '../../bootstrap/errors.mjs';
import { findProgram, installPackages } from '../packages.ts';
import { freePort } from '../ports.ts';
import { deathError } from '../supervisor/supervise.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';
import { waitUntil } from '../wait-until.ts';
import { assertRedisVersion, pingRedis } from './check.ts';

/** Longest time until the server answers, ms; a large append-only file takes some. */
const readyDeadlineMs = 60_000;

const programs = ['redis-server', 'valkey-server'];
const otherwise =
  'Install Redis 7 (Debian: apt-get install redis-server, macOS: brew install redis) or Valkey, or set REDIS_URL to a server of your own.';

/** Whether no Redis is on this machine, so that starting one will install it first. */
export function redisIsMissing(): boolean {
  return findProgram(programs) === undefined;
}

/**
 * Starts Redis (or Valkey) on the loopback interface; it is installed first where it is missing.
 *
 * @param options.keep whether its data is to outlive it
 * @returns its URL
 */
export async function startRedis(options: {
  supervisor: Supervisor;
  folder: string;
  password: string;
  keep: boolean;
}): Promise<string> {
  const { supervisor, folder } = options;
  const command = await findOrInstall(supervisor);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const port = await freePort();
  // Given on standard input, so that the password stands in no process list.
  const input = [
    `port ${port}`,
    'bind 127.0.0.1',
    'daemonize no',
    `dir "${folder}"`,
    `requirepass ${options.password}`,
    'maxmemory-policy noeviction',
    `appendonly ${options.keep ? 'yes' : 'no'}`,
    'save ""',
    '',
  ].join('\n');
  const child = await supervisor.start({ name: 'redis', layer: 'service', command, args: ['-'], input });
  const url = `redis://:${encodeURIComponent(options.password)}@127.0.0.1:${port}`;
  const giveUp = child.ended.then((ending) => Promise.reject(deathError({ died: child, ending })));
  giveUp.catch(() => undefined);
  await waitUntil(() => pingRedis(url), { what: 'Redis', deadlineMs: readyDeadlineMs, giveUp });
  await assertRedisVersion(url);
  return url;
}

async function findOrInstall(supervisor: Supervisor): Promise<string> {
  const found = findProgram(programs);
  if (found !== undefined) return found;
  await installPackages({
    supervisor,
    what: 'Redis',
    apt: ['redis-server'],
    brew: ['redis'],
    otherwise,
  });
  const installed = findProgram(programs);
  if (installed === undefined) {
    throw new StartError('Redis was installed, but redis-server is not on the PATH.', otherwise);
  }
  return installed;
}
