import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { StartError } from '../bootstrap/errors.mjs';
import type { Supervisor } from './supervisor/supervisor.ts';

/** Longest time apt waits for another installation on this machine, s. */
const aptLockSeconds = 120;

/** The first of these programs on PATH, as a path. */
export function findProgram(names: readonly string[], path = process.env['PATH'] ?? ''): string | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

type Wanted = {
  supervisor: Supervisor;
  what: string;
  apt: readonly string[];
  brew: readonly string[];
  otherwise: string;
};

/** Two installations at once would lock each other out. */
let lastInstallation: Promise<unknown> = Promise.resolve();

/**
 * Installs system packages by apt-get (as root) or brew.
 *
 * @param options.what what is missing, for the error
 * @param options.otherwise what the user can do where neither is possible
 * @throws StartError when there is no way to install them, or it failed
 */
export function installPackages(options: Wanted): Promise<void> {
  const installation = lastInstallation.then(() => install(options));
  lastInstallation = installation.catch(() => undefined);
  return installation;
}

async function install(options: Wanted): Promise<void> {
  const { supervisor, otherwise } = options;
  if (findProgram(['apt-get']) && process.geteuid?.() === 0) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const wait = ['-o', `DPkg::Lock::Timeout=${aptLockSeconds}`];
    const task = { name: 'apt-get', layer: 'task', command: 'apt-get', env } as const;
    // Its failure (no network, lists locked) matters only when the installation fails too.
    await supervisor.run({ ...task, args: [...wait, 'update', '-qq'] });
    const packages = ['install', '-y', '-qq', '--no-install-recommends', ...options.apt];
    await supervisor.runOrFail({ ...task, args: [...wait, ...packages] }, otherwise);
    return;
  }
  if (findProgram(['brew'])) {
    const args = ['install', ...options.brew];
    await supervisor.runOrFail({ name: 'brew', layer: 'task', command: 'brew', args }, otherwise);
    return;
  }
  throw new StartError(`${options.what} was not found and cannot be installed from here.`, otherwise);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
