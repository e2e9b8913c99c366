import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { control, type ApiClient } from '../kit/client.ts';
import { readMetric } from '../kit/metric.ts';
import { findingsInTwoLooks } from '../kit/looks.ts';
import type { Lab } from '../kit/lab.ts';

/** A signed-in owner's browser on the demo ground. */
export type Stage = { lab: Lab; api: ApiClient; page: Page };

/** Longest wait for what programs do for a page, ms. */
export const soon = { timeout: 30_000 };

/** Opens a page of the web and waits until everything on it is loaded. @returns the document as the server sent it */
export async function open({ lab, page }: Pick<Stage, 'lab' | 'page'>, path: string): Promise<string> {
  const response = await page.goto(`${lab.addresses.web}${path}`);
  await settled(page);
  return (await response?.text()) ?? '';
}

/** Waits until everything on the page is loaded. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  const loading = page.locator('[aria-busy=true], .mantine-Skeleton-root');
  await expect.poll(() => loading.count(), { timeout: 20_000 }).toBe(0);
}

export async function looksWell(page: Page): Promise<void> {
  expect(await findingsInTwoLooks(page)).toEqual([]);
}

const clock = z.object({ time: z.string() });
const sessionClock = z.object({ simulator: z.object({ recipientTime: z.string() }) });
const hourOf = (time: string) => time.slice(0, 2);

/** Moves the recipients' clock, and waits until both who answers and who sends know. */
export async function moveClock(
  { lab, api }: Pick<Stage, 'lab' | 'api'>,
  change: { time: string } | { addMinutes: number },
): Promise<void> {
  const { time } = clock.parse(await control(lab, '/clock', { method: 'PUT', body: change }));
  await expect
    .poll(async () => hourOf((await api.call(sessionClock, 'GET', '/session')).simulator.recipientTime), soon)
    .toBe(hourOf(time));
  const ofSender = async () => Math.floor((await readMetric(lab, 'sender', 'sms_demo_clock_minutes')) / 60);
  await expect.poll(ofSender, soon).toBe(Number(hourOf(time)));
}

const taken = z.object({ items: z.array(z.object({ body: z.string(), status: z.string() })) });

/** Texts that the carrier took for a phone, oldest first. */
export async function textsTo(lab: Lab, phone: string) {
  const query = new URLSearchParams({ limit: '100', to: phone, direction: 'outbound-api' });
  return taken.parse(await control(lab, `/messages?${query.toString()}`)).items;
}
