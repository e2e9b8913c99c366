import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './errors.mjs';
import { explainInstall } from './explain-install.mjs';
import { tryLock } from './lock.mjs';
import { runPnpm } from './run-pnpm.mjs';

/** Longest time another run's installation is waited for, ms. */
const lockDeadlineMs = 10 * 60_000;
/** How often a lock held by another run is tried again, ms. */
const lockRetryMs = 250;

/**
 * Installs the dependencies from the lockfile when they are missing or older than it. Two runs at
 * once are safe: the second waits for the first.
 *
 * @param {string} root the repository
 */
export async function ensureInstalled(root) {
  if (isInstalled(root)) return;
  const lock = await waitForLock(join(root, 'node_modules', '.sms-crm-install.lock'));
  try {
    if (!isInstalled(root)) await install(root);
  } finally {
    lock.release();
  }
}

/** @param {string} root */
function isInstalled(root) {
  const stamp = stampPath(root);
  if (!existsSync(stamp) || !existsSync(join(root, 'node_modules', '.bin', 'node'))) return false;
  return readFileSync(stamp, 'utf8') === wanted(root);
}

/** @param {string} root */
function stampPath(root) {
  return join(root, 'node_modules', '.sms-crm-installed');
}

/** What an installation is made from. @param {string} root */
function wanted(root) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${packageManager(root)}`);
  return hash.update(readFileSync(join(root, 'pnpm-lock.yaml'))).digest('hex');
}

/** The exact version from `package.json`, e.g. `pnpm@12.0.0`. @param {string} root */
function packageManager(root) {
  const manifest = readFileSync(join(root, 'package.json'), 'utf8');
  const found = /"packageManager":\s*"(pnpm@[^"]+)"/.exec(manifest)?.[1];
  if (found === undefined) {
    throw new StartError('package.json names no pnpm in "packageManager".', 'Restore package.json from git.');
  }
  return found;
}

/** @param {string} path */
async function waitForLock(path) {
  const deadline = Date.now() + lockDeadlineMs;
  let told = false;
  for (;;) {
    const lock = tryLock(path);
    if ('release' in lock) return lock;
    if (!told) say(`Another run (process ${lock.ownerPid}) installs the dependencies; waiting for it.`);
    told = true;
    if (Date.now() > deadline) {
      throw new StartError(
        `Process ${lock.ownerPid} has been installing the dependencies for ${lockDeadlineMs / 60_000} minutes.`,
        `End that process and run this again.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, lockRetryMs));
  }
}

/** @param {string} root */
async function install(root) {
  const pnpm = packageManager(root);
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1_000);
  say(`Installing the dependencies with ${pnpm} (about a minute the first time) ...`);
  const { ok, output } = await runPnpm(root, pnpm, (progress) => say(`  ${seconds()} s: ${progress}`));
  if (!ok) throw explainInstall(output, pnpm);
  writeFileSync(stampPath(root), wanted(root));
  say(`Dependencies installed in ${seconds()} s.`);
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}
