import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { axeFindings, type AxeRules } from './browser.ts';

const phone = { scheme: 'light', width: 390 } as const;
const dark = { scheme: 'dark', width: 390 } as const;
const wide = { scheme: 'light', width: 1_440 } as const;

type Look = typeof phone | typeof dark | typeof wide;

/**
 * A scheme changes colours alone, and a width all but them: so the dark scheme is asked only what depends on colours, and the phone in
 * the light one what does not. All rules in every look took three times as long.
 */
const colourRules = ['color-contrast', 'link-in-text-block'];
const asked = new Map<Look, AxeRules>([
  [dark, { only: colourRules }],
  [phone, { without: colourRules }],
]);

/** A colour on its way to another is neither; measured then, its contrast says nothing. */
const changing = 'document.getAnimations().filter((one) => one instanceof CSSTransition).length';

/** Pages of the web follow the scheme by an attribute, those of the simulator by style alone. */
const shown = (scheme: string) =>
  `(document.documentElement.dataset.mantineColorScheme ?? '${scheme}') === '${scheme}'`;

const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** What is wrong with the page as it is shown now, in light and dark, on a phone and a desktop; leaves it light and wide. */
export function findingsInEveryLook(page: Page): Promise<string[]> {
  return findingsIn(page, [dark, phone, wide]);
}

/** The same in two looks that have each scheme and width once, for states between pages. */
export function findingsInTwoLooks(page: Page): Promise<string[]> {
  return findingsIn(page, [dark, wide]);
}

async function findingsIn(page: Page, wanted: readonly Look[]): Promise<string[]> {
  const findings: string[] = [];
  for (const look of wanted) {
    const { scheme, width } = look;
    const name = `${scheme}, ${width} px`;
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await expect
      .poll(() => page.evaluate<boolean>(`${shown(scheme)} && ${changing} === 0`), { timeout: 10_000 })
      .toBe(true);
    const found = await axeFindings(page, asked.get(look));
    findings.push(...found.map((finding) => `${name}: ${finding}`));
    const wider = await page.evaluate<number>(overflow);
    if (wider > 0) findings.push(`${name}: ${wider} px wider than the window`);
  }
  return findings;
}
