import { existsSync } from 'node:fs';
import { StartError } from '../bootstrap/errors.mjs';
import { findProgram, installPackages } from './packages.ts';
import type { Supervisor } from './supervisor/supervisor.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const fixedPlaces = [
  '/usr/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const otherwise =
  'Install Chromium (Debian: apt-get install chromium, macOS: brew install chromium) or set CHROMIUM_PATH to a Chromium or Chrome.';

/** Whether no browser for the tests is on this machine. */
export function chromiumIsMissing(): boolean {
  return findChromium() === undefined;
}

/**
 * A Chromium or Chrome for the tests, installed first where there is none.
 *
 * @returns its path
 */
export async function ensureChromium(supervisor: Supervisor): Promise<string> {
  const found = findChromium();
  if (found !== undefined) return found;
  await installPackages({
    supervisor,
    what: 'A browser for the tests (Chromium)',
    apt: ['chromium', 'fonts-liberation'],
    brew: ['chromium'],
    otherwise,
  });
  const installed = findChromium();
  if (installed === undefined) throw new StartError('Chromium was installed, but is not found.', otherwise);
  return installed;
}

function findChromium(): string | undefined {
  const given = process.env['CHROMIUM_PATH'];
  if (given !== undefined && given !== '') {
    if (existsSync(given)) return given;
    throw new StartError(
      `CHROMIUM_PATH names ${given}, where no file is.`,
      'Correct or unset CHROMIUM_PATH.',
    );
  }
  return fixedPlaces.find((path) => existsSync(path)) ?? findProgram(names);
}
