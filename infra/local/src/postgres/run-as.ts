import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from '../../bootstrap/errors.mjs';

/** Who runs PostgreSQL, which refuses to run as root. */
export type Runner = { uid: number; gid: number } | 'self';

const setprivMissing =
  'Install util-linux (it has setpriv), run as an ordinary user, or set DATABASE_URL to a server of your own.';

/**
 * Who is to run PostgreSQL on a data folder: ourselves, or, when we are root, the folder's owner or else
 * the user `postgres` or `nobody`.
 *
 * @throws StartError when another user's data folder is found
 */
export function runnerFor(folder: string): Runner {
  const self = process.geteuid?.() ?? 0;
  const owner = existsSync(folder) ? statSync(folder) : undefined;
  if (self !== 0) {
    if (owner === undefined || owner.uid === self) return 'self';
    throw new StartError(
      `The database files in ${folder} belong to another user (uid ${owner.uid}); you are uid ${self}.`,
      `Run sudo chown -R ${self} on the folder that holds them, or start as that user.`,
    );
  }
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return accountOf('postgres') ?? accountOf('nobody') ?? { uid: 65_534, gid: 65_534 };
}

/** Gives a file or an empty folder to whoever runs PostgreSQL. */
export function giveTo(runner: Runner, path: string): void {
  if (runner !== 'self') chownSync(path, runner.uid, runner.gid);
}

/**
 * The command that runs a program as that user. A clone in root's own folder cannot be entered by others,
 * so there the program keeps the one capability of passing through folders.
 */
export function commandAs(
  runner: Runner,
  program: string,
  args: readonly string[],
): { command: string; args: string[] } {
  if (runner === 'self') return { command: program, args: [...args] };
  if (spawnSync('setpriv', ['--version']).error) {
    throw new StartError('PostgreSQL does not run as root, and setpriv was not found.', setprivMissing);
  }
  // access(2), by which PostgreSQL finds its programs, drops capabilities of users other than root without this bit.
  const bit = '--securebits=+no_setuid_fixup';
  const capability = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override', bit];
  const identity = [`--reuid=${runner.uid}`, `--regid=${runner.gid}`, '--clear-groups'];
  const reachable = [program, args.find((arg) => arg.startsWith('/')) ?? program].every(canBeEntered);
  return {
    command: 'setpriv',
    args: [...identity, ...(reachable ? [] : capability), '--', program, ...args],
  };
}

/** Whether everybody may pass through all folders above a path. */
function canBeEntered(path: string): boolean {
  const folder = dirname(path);
  const open = (statSync(folder).mode & 0o001) !== 0;
  return open && (folder === dirname(folder) || canBeEntered(folder));
}

function accountOf(name: string): { uid: number; gid: number } | undefined {
  const ask = (flag: string) =>
    Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout?.trim() || NaN);
  const [uid, gid] = [ask('-u'), ask('-g')];
  return Number.isInteger(uid) && Number.isInteger(gid) ? { uid, gid } : undefined;
}
