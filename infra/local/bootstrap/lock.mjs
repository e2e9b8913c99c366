import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { processIdentity } from './process-identity.mjs';

/** Rounds of clearing a dead owner's lock before giving up; more than one means others race for it. */
const takeOverLimit = 20;

/**
 * Takes a lock file that counts only as long as the process that made it runs.
 *
 * @param {string} path
 * @returns {{ release: () => void } | { ownerPid: number }} the lock, or who holds it
 */
export function tryLock(path) {
  mkdirSync(dirname(path), { recursive: true });
  const mine = `${process.pid}\n${processIdentity(process.pid)}`;
  for (let round = 0; round < takeOverLimit; round += 1) {
    if (create(path, mine)) return { release: () => releaseOwn(path, mine) };
    const found = read(path);
    if (found === undefined) continue;
    const owner = livingOwner(found);
    if (owner !== undefined) return { ownerPid: owner };
    clear(path, found);
  }
  throw new Error(`The lock ${path} cannot be taken: other processes take it again and again. Try again.`);
}

/**
 * Who holds a lock now.
 *
 * @param {string} path
 * @returns {number | undefined} the pid of its living owner
 */
export function lockOwner(path) {
  const found = read(path);
  return found === undefined ? undefined : livingOwner(found);
}

/** Links a complete file into place, so that nobody ever reads a half-written lock. @param {string} path @param {string} text */
function create(path, text) {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** @param {string} text */
function livingOwner(text) {
  const [pid = '', identity] = text.split('\n');
  return identity !== undefined && processIdentity(Number(pid)) === identity ? Number(pid) : undefined;
}

/** Removes a dead owner's lock; one that another process took meanwhile is put back. @param {string} path @param {string} dead */
function clear(path, dead) {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== dead) linkSync(aside, path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** @param {string} path @param {string} mine */
function releaseOwn(path, mine) {
  if (read(path) === mine) rmSync(path, { force: true });
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** @param {unknown} error @returns {unknown} */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
