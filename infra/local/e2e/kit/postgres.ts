import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../src/ports.ts';
import { startPostgres } from '../../src/postgres/server.ts';
import { Supervisor } from '../../src/supervisor/supervisor.ts';

/** A PostgreSQL of a test's own, which it may end without harm to others; its commits reach the disk. */
export type OwnPostgres = { url: string; restart: () => Promise<void>; close: () => Promise<void> };

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
  return {
    url: running.url,
    restart: async () => {
      await running.supervisor.stop();
      running = await open();
    },
    close: () => running.supervisor.stop(),
  };
}
