import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import type { EmptyLab } from '../kit/lab.ts';
import { looksWell, settled } from './stage.ts';

const owner = { email: 'olga@acme.example', password: 'correct horse battery' };

/** From an empty database to a signed-in owner, out, and in again by password. */
export async function firstVisit({ addresses: { web } }: EmptyLab, page: Page): Promise<void> {
  await page.goto(web);
  await page.waitForURL(`${web}/setup`);
  await page.getByRole('button', { name: 'Create organisation' }).click();
  await expect.poll(() => page.getByLabel('Organisation').getAttribute('aria-invalid')).toBe('true');
  await looksWell(page);
  await page.getByLabel('Organisation').fill('Acme');
  await page.getByLabel('Your name').fill('Olga Owner');
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(owner.password);
  await page.getByRole('button', { name: 'Create organisation' }).click();
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  await settled(page);
  await looksWell(page);
  await page.getByRole('button', { name: /menu of Olga Owner/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(`${web}/sign-in`);
  await signInByPassword(page, 'wrong horse battery');
  await page.locator('[data-form-problem]').waitFor();
  await looksWell(page);
  await signInByPassword(page, owner.password);
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  await page.goto(`${web}/setup`);
  await expect.poll(() => new URL(page.url()).pathname).not.toBe('/setup');
}

async function signInByPassword(page: Page, password: string): Promise<void> {
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
