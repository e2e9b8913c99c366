import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';

/** The system's Chromium. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
}

/** Every accessibility rule the page breaks right now, with the element. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // Evaluated, not added as a script: the page's policy allows no scripts but its own.
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(
    'axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)))',
  );
}
