import type { Page } from 'playwright-core';

/** The numbers people ask for first, as the report's page shows them: name → value. */
export async function figuresShown(page: Page): Promise<Record<string, string>> {
  const names = await page.locator('main dl > div > dt').allInnerTexts();
  const values = await page.locator('main dl > div > dt + dd').allInnerTexts();
  return Object.fromEntries(names.map((name, at) => [name, values[at] ?? '']));
}

/** How many people wait for their hours, as the review shows it. */
export async function openingsShown(page: Page): Promise<number> {
  const card = page.locator('section', {
    has: page.getByRole('heading', { name: 'Who waits for their hours' }),
  });
  const counts = await card.getByRole('listitem').locator('strong').allInnerTexts();
  return counts.reduce((sum, text) => sum + Number(text.replace(/\D/g, '')), 0);
}

const whole = new Intl.NumberFormat('en-US');
const money = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

export function grouped(value: number): string {
  return whole.format(value);
}

export function dollars(micros: number): string {
  return `${money.format(micros / 1_000_000)} USD`;
}
