import { spawn } from 'node:child_process';

/** Longest time an installation may take, ms. */
const installDeadlineMs = 10 * 60_000;
/** Time between two lines of progress, ms. */
const progressMs = 5_000;
/** Output of the package manager that is kept for the error message, characters. */
const outputLimit = 8_000;
/** Time the package manager gets to end after a signal, ms. */
const endDeadlineMs = 5_000;

/**
 * Installs from the lockfile with exactly this pnpm, fetched by npx.
 *
 * @param {string} root the repository
 * @param {string} pnpm e.g. `pnpm@12.0.0`
 * @param {(line: string) => void} onProgress called every few seconds
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function runPnpm(root, pnpm, onProgress) {
  const child = spawn('npx', ['-y', pnpm, 'install', '--frozen-lockfile', '--reporter=append-only'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CI: 'true' },
    detached: true,
    timeout: installDeadlineMs,
  });
  const listening = endTogether(child);
  let output = '';
  /** @param {Buffer} chunk */
  const keep = (chunk) => {
    output = (output + chunk.toString()).slice(-outputLimit);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const timer = setInterval(() => onProgress(lastProgress(output)), progressMs);
  return new Promise((resolve) => {
    /** @param {boolean} ok */
    const end = (ok) => {
      clearInterval(timer);
      listening.off();
      resolve({ ok, output });
    };
    child.once('error', (error) => {
      output += `\n${error.message}`;
      end(false);
    });
    child.once('close', (code) => end(code === 0));
  });
}

/**
 * Ends the child and everything it started when this process is told to end.
 *
 * @param {import('node:child_process').ChildProcess} child leader of its process group
 */
function endTogether(child) {
  const stop = () => {
    signalGroup(child.pid, 'SIGTERM');
    const forced = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), endDeadlineMs);
    child.once('close', () => {
      clearTimeout(forced);
      process.exit(130);
    });
  };
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.once(signal, stop);
  return {
    off: () => {
      for (const signal of signals) process.off(signal, stop);
    },
  };
}

/** @param {number | undefined} pid @param {NodeJS.Signals} signal */
function signalGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended already.
  }
}

/** @param {string} output */
function lastProgress(output) {
  const found = output.match(/Progress: resolved (\d+), reused (\d+), downloaded (\d+)/g)?.at(-1);
  return found?.replace('Progress: ', '') ?? 'fetching the package manager';
}
