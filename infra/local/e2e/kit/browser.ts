import { expect } from 'vitest';
import axeCore from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';

/** An ordinary phone browser; headless Chromium's own name is rightly taken for a machine's. */
const personsAgent =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36';

/** Longest wait for anything on a page, ms. */
const pageDeadlineMs = 30_000;

/** Starts the Chromium that `npm test` found or installed. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page of a person's browser. @returns also every error the page itself reported */
export async function openPage(
  browser: Browser,
  options: { width?: number; dark?: boolean } = {},
): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1_440, height: 900 },
    colorScheme: options.dark === true ? 'dark' : 'light',
    userAgent: personsAgent,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(pageDeadlineMs);
  const errors: string[] = [];
  context.on('weberror', (fault) => errors.push(fault.error().message));
  return { page, errors };
}

/** Names of the rules to ask, or not to. */
export type AxeRules = { only: readonly string[] } | { without: readonly string[] };

/** What axe finds wrong on the page as it is shown now, one line each; by all rules when none are named. */
export async function axeFindings(page: Page, rules: AxeRules = { without: [] }): Promise<string[]> {
  // Between two pages there is a moment without a title.
  await expect.poll(() => page.title()).not.toBe('');
  // Not as a script tag: the pages' own policy forbids those.
  if ((await page.evaluate<string>('typeof axe')) === 'undefined') await page.evaluate(axeCore.source);
  const options: axeCore.RunOptions =
    'only' in rules
      ? { runOnly: rules.only.slice() }
      : { rules: Object.fromEntries(rules.without.map((name) => [name, { enabled: false }])) };
  return page.evaluate(async (options) => {
    // Fetching the style sheets once more would serve one rule alone, that pages do not lock how a phone is held.
    const { violations } = await axe.run({ resultTypes: ['violations'], preload: false, ...options });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
    );
  }, options);
}

declare global {
  /** The library that was put into the page. */
  const axe: typeof axeCore;
}
