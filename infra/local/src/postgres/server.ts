import pg from 'pg';
import { freePort } from '../ports.ts';
import { deathError } from '../supervisor/supervise.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';
import { waitUntil } from '../wait-until.ts';
import { postgresBinaries } from './binaries.ts';
import { ensureDataFolder } from './data-folder.ts';
import { commandAs, runnerFor } from './run-as.ts';
import { clearStalePostmaster } from './stale-postmaster.ts';

/** Longest time until the server answers, ms; recovery after a crash may take most of it. */
const readyDeadlineMs = 90_000;

/** Settings of every server we start; it is reached over the loopback interface only. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** For data that nobody will miss. */
const throwAwaySettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_wal_size: '2GB',
};

/**
 * Starts PostgreSQL 18 on a data folder, which is made when it is missing.
 *
 * @returns the URL of its superuser; no process of the product uses it
 */
export async function startPostgres(options: {
  supervisor: Supervisor;
  folder: string;
  superuserPassword: string;
  /** Whether the data may be lost in a crash, for speed. */
  throwAway: boolean;
  /** A free one of the system's choice when absent. */
  port?: number;
}): Promise<string> {
  const { supervisor, folder } = options;
  const runner = runnerFor(folder);
  await ensureDataFolder({ ...options, runner });
  await clearStalePostmaster(folder);
  const port = options.port ?? (await freePort());
  const extra = options.throwAway ? throwAwaySettings : {};
  const flags = Object.entries({ ...settings, ...extra, port: String(port) });
  const args = ['-D', folder, ...flags.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const child = await supervisor.start({
    name: 'postgres',
    layer: 'service',
    stopSignal: 'SIGINT',
    ...commandAs(runner, postgresBinaries().postgres, args),
  });
  const url = `postgres://postgres:${encodeURIComponent(options.superuserPassword)}@127.0.0.1:${port}/postgres`;
  const giveUp = child.ended.then((ending) => Promise.reject(deathError({ died: child, ending })));
  giveUp.catch(() => undefined);
  await waitUntil(() => answer(url), { what: 'PostgreSQL', deadlineMs: readyDeadlineMs, giveUp });
  return url;
}

async function answer(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    await client.end();
  }
}
