import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accessibilityProblems, launchBrowser } from './support/browser.ts';
import { startReceiver, type Receiver } from './support/receiver.ts';
import { startTestSimulator, type TestSimulator } from './support/running.ts';
import { waitFor } from './support/wait-for.ts';

const phone = '+12125551001';
const shown = '+1 212 555 1001';
const desktop = { width: 1_440, height: 900 };
const mobile = { width: 390, height: 844 };

describe('the handsets page', () => {
  let browser: Browser;
  let receiver: Receiver;
  let simulator: TestSimulator;
  let page: Page;
  const problems: string[] = [];
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    receiver = await startReceiver();
    simulator = await startTestSimulator({ smsUrl: `${receiver.origin}/in` });
    problems.length = 0;
  });
  afterEach(async () => {
    await page.context().close();
    await simulator.close();
    await receiver.close();
    if (problems.length > 0) throw new Error(`the page had problems:\n${problems.join('\n')}`);
  });

  async function open(viewport = desktop, colorScheme: 'light' | 'dark' = 'light', hash = ''): Promise<void> {
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
    page = await context.newPage();
    page.setDefaultTimeout(8_000);
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== simulator.url) problems.push(`foreign request ${request.url()}`);
    });
    await page.goto(simulator.url + hash);
    await page.getByText('Live', { exact: true }).waitFor();
  }

  it('shows a text as it arrives, its state, and takes an answer', async () => {
    await open();
    await simulator.send({ To: phone, Body: 'Hello there' });
    await page.getByRole('link', { name: shown }).click();
    const texts = page.getByRole('log');
    await texts.getByText('Hello there').waitFor();
    await texts.getByText('Delivered').waitFor();
    await page.getByLabel('Reply', { exact: true }).fill('Who is this?');
    await page.keyboard.press('Enter');
    await texts.getByText('Who is this?').waitFor();
    await texts.getByText('Read by the app').waitFor();
    await page.getByLabel('Counters').getByText('of it for replies').waitFor();
    await page.getByRole('button', { name: 'STOP' }).click();
    await waitFor(() => receiver.received.length === 2);
    expect(receiver.received.map(({ params }) => params['Body'])).toEqual(['Who is this?', 'STOP']);
    expect(await page.locator('#count-delivered').textContent()).toBe('1');
  });

  it('opens a link like a tap: a real request without referrer, and runs no markup of a text', async () => {
    const body = `<img src=x onerror=alert(1)> See ${receiver.origin}/Xk3mPq9RtB.`;
    await simulator.send({ To: phone, Body: body });
    await open(desktop, 'light', `/#${phone}`);
    const link = page.getByRole('log').getByRole('link');
    await link.waitFor();
    expect(await page.getByRole('log').getByText('<img src=x onerror=alert(1)>').count()).toBe(1);
    await link.click();
    await waitFor(() => receiver.received.length >= 1);
    expect(receiver.received[0]).toMatchObject({ url: '/Xk3mPq9RtB' });
    expect(receiver.received[0]?.headers.referer).toBeUndefined();
    expect(receiver.received[0]?.headers['user-agent']).toContain('Chrome');
  });

  it('says in words why a text did not arrive and who answered STOP', async () => {
    await simulator.control('PUT', '/config', { outcomes: { [phone]: 30_005 } });
    await simulator.send({ To: phone });
    await simulator.control('POST', '/inbound', {
      from: phone,
      to: simulator.account.tollFree,
      body: 'STOP',
    });
    await open(desktop, 'light', `/#${phone}`);
    await page.getByText('Not delivered · number not in use (30005)').waitFor();
    await page.getByText('Sent by the network').waitFor();
    await page.getByText('Stopped +1 888 555 0100').waitFor();
    expect(await page.locator('#count-failed').textContent()).toBe('1');
  });

  it('finds handsets by digits and words and starts one with a text of its own', async () => {
    await simulator.send({ To: phone, Body: 'About boots' });
    await simulator.send({ To: '+13105551002', Body: 'About hats' });
    await open();
    const handsets = page.getByRole('list').getByRole('link');
    await page.getByRole('searchbox').fill('boots');
    await waitFor(async () => (await handsets.count()) === 1);
    await page.getByRole('searchbox').fill('310 555');
    await page.getByRole('link', { name: '+1 310 555 1002' }).waitFor();
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: '+ New phone' }).click();
    await page.getByRole('textbox', { name: 'From' }).fill('+1 (646) 555-0100');
    await page.getByRole('textbox', { name: 'Text', exact: true }).fill('JOIN');
    await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
    await page.getByRole('heading', { name: '+1 646 555 0100' }).waitFor();
    await waitFor(() => receiver.received.length === 1);
    expect(receiver.received[0]?.params).toMatchObject({ From: '+16465550100', Body: 'JOIN' });
  });

  it('moves the demo clock and releases held texts', async () => {
    await simulator.control('PUT', '/clock', { time: '11:00', running: false });
    await simulator.control('PUT', '/config', { holdDelivery: true });
    await open();
    await page.getByRole('button', { name: '+1 h' }).click();
    await waitFor(
      async () => (await page.getByLabel('Demo clock', { exact: true }).inputValue()) === '12:00',
    );
    await page.getByLabel('Demo clock', { exact: true }).fill('23:00');
    await waitFor(() => simulator.simulator.clock.read().time === '23:00');
    await page.getByRole('button', { name: 'Let them go' }).click();
    await page.getByText('Delivery is held').waitFor({ state: 'hidden' });
    expect(simulator.simulator.settings.holdDelivery).toBe(false);
  });

  it('changes the carrier’s weather and shows its rules and numbers', async () => {
    await open();
    await page.getByRole('button', { name: 'The carrier’s weather: Calm' }).click();
    await page.getByRole('radio', { name: 'Storm' }).check({ force: true });
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Callbacks lost · 5 in 100').waitFor();
    await dialog.getByText('+1 415 555 0100 · 10DLC').waitFor();
    expect(simulator.simulator.faults.size).toBe(9);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.getByText('9 rules are in force').waitFor();
    await page.getByRole('button', { name: 'Make it calm' }).click();
    await page.getByText('The carrier has a bad day').waitFor({ state: 'hidden' });
    expect(simulator.simulator.faults.size).toBe(0);
  });

  it('leads from the list to a handset and back at 390 px, without sideways scrolling', async () => {
    await simulator.send({ To: phone, Body: 'Hello' });
    await open(mobile);
    await page.getByRole('link', { name: shown }).click();
    await page.getByRole('heading', { name: shown }).waitFor();
    expect(await page.getByRole('searchbox').isVisible()).toBe(false);
    await page.getByRole('link', { name: 'Back to the list' }).click();
    await page.getByRole('searchbox').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
  });

  const states = [desktop, mobile].flatMap((viewport) =>
    (['light', 'dark'] as const).map((scheme) => [viewport.width, scheme, viewport] as const),
  );

  it.each(states)('breaks no accessibility rule at %i px in %s', async (_, scheme, viewport) => {
    await simulator.send({ To: phone, Body: 'See https://example.com/a now' });
    await simulator.control('PUT', '/config', { outcomes: { [phone]: 30_007 }, holdDelivery: false });
    await simulator.send({ To: phone, Body: 'This one fails' });
    await simulator.control('POST', '/inbound', {
      from: phone,
      to: simulator.account.longCode,
      body: 'STOP',
    });
    await waitFor(() => simulator.simulator.stats.byErrorCode['30007'] === 1);
    await simulator.control('PUT', '/config', { holdDelivery: true });
    await simulator.send({ To: '+13105551002', Body: 'Unread' });
    await open(viewport, scheme);
    await page.getByRole('link', { name: shown }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('link', { name: shown }).click();
    await page.getByRole('log').getByText('Not delivered').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.evaluate('document.querySelector("[data-opens=new-phone]").click()');
    await page.getByRole('dialog').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await simulator.control('PUT', '/weather', { weather: 'storm' });
    await page.evaluate('document.querySelector("#carrier-open").click()');
    await page.getByText('Callbacks lost').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
  });
});
