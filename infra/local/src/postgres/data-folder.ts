import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../../bootstrap/errors.mjs';
import type { Supervisor } from '../supervisor/supervisor.ts';
import { postgresBinaries } from './binaries.ts';
import { commandAs, giveTo, type Runner } from './run-as.ts';

/** The major version that the programs in node_modules have. */
const majorVersion = '18';

/**
 * Makes a data folder unless there is one. It gets its name only when it is complete, so that a start
 * that was cut short leaves nothing half made.
 *
 * @throws StartError when the folder was made by another major version
 */
export async function ensureDataFolder(options: {
  supervisor: Supervisor;
  folder: string;
  runner: Runner;
  superuserPassword: string;
}): Promise<void> {
  const { folder, runner } = options;
  const versionFile = join(folder, 'PG_VERSION');
  if (existsSync(versionFile)) {
    checkVersion(folder, readFileSync(versionFile, 'utf8').trim());
    return;
  }
  const draft = `${folder}.new`;
  const passwordFile = `${folder}.password`;
  rmSync(draft, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, options.superuserPassword, { mode: 0o600 });
  try {
    for (const path of [draft, passwordFile]) giveTo(runner, path);
    await initialise({ ...options, draft, passwordFile });
    renameSync(draft, folder);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function initialise(options: {
  supervisor: Supervisor;
  runner: Runner;
  draft: string;
  passwordFile: string;
}): Promise<void> {
  const args = [
    options.draft,
    '--username=postgres',
    `--pwfile=${options.passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-sync',
  ];
  await options.supervisor.runOrFail(
    { name: 'initdb', layer: 'task', ...commandAs(options.runner, postgresBinaries().initdb, args) },
    'Read the lines above; setting DATABASE_URL to a PostgreSQL 18 server of your own avoids this step.',
  );
}

function checkVersion(folder: string, version: string): void {
  if (version === majorVersion) return;
  throw new StartError(
    `The database files in ${folder} were made by PostgreSQL ${version}; this is PostgreSQL ${majorVersion}.`,
    'Export what you need with the old version, then run npm run reset (this deletes all local data).',
  );
}
