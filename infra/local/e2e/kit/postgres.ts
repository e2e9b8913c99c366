import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../src/ports.ts';
import { startPostgres } from '../../src/postgres/server.ts';
import { Supervisor } from '../../src/supervisor/supervisor.ts';

/** A PostgreSQL of a test's own, which it may end without harm to others; its commits reach the disk. */
export type OwnPostgres = {
  url: string;
  /** Ends it in an orderly way and starts it again. */
  restart: () => Promise<void>;
  /** Ends it at once, as a crash does: the next start recovers from the log. */
  kill: () => Promise<void>;
  start: () => Promise<void>;
  close: () => Promise<void>;
};

/** Everybody may pass through a test's own folder: the user who runs PostgreSQL is another one than root. */
const passable = 0o711;

/** Starts it on a data folder below `folder`. */
export async function openPostgres(folder: string): Promise<OwnPostgres> {
  chmodSync(folder, passable);
  const options = {
    folder: join(folder, 'postgres'),
    superuserPassword: randomBytes(16).toString('hex'),
    throwAway: false,
    port: await freePort(),
  };
  const open = async () => {
    const supervisor = new Supervisor({ processList: join(folder, 'processes.json'), logFolder: folder });
    return { supervisor, url: await startPostgres({ ...options, supervisor }) };
  };
  let running = await open();
  const start = async () => {
    running = await open();
  };
  return {
    url: running.url,
    restart: async () => {
      await running.supervisor.stop();
      await start();
    },
    kill: async () => {
      process.kill(postmasterOf(options.folder), 'SIGQUIT');
      await running.supervisor.ending;
      await running.supervisor.stop();
    },
    start,
    close: () => running.supervisor.stop(),
  };
}

/** The server itself, which on some machines is a child of what was started. */
function postmasterOf(folder: string): number {
  return Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
}
