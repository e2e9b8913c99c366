import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBrowser, openPage } from './kit/browser.ts';
import { ApiClient } from './kit/client.ts';
import { furnish, openEmptyLab, type EmptyLab } from './kit/lab.ts';
import { firstLoadBytes, mostScript } from './kit/first-load.ts';
import { findingsInEveryLook } from './kit/looks.ts';
import { addRecipients } from './kit/recipients.ts';
import { addCarrierAccount } from './pages/carrier.ts';
import { sendTest, waiveAndSchedule, writeRule } from './pages/drafts.ts';
import { firstVisit } from './pages/first-visit.ts';
import { layByDay, layByNight } from './pages/ground.ts';
import { answerByItself, decideReply } from './pages/opt-outs.ts';
import { addByHand, importUnknownPeople } from './pages/people.ts';
import { looksWell, open, type Stage } from './pages/stage.ts';
import { moveCampaign, stopEverything } from './pages/stops.ts';

/** Longest look at all pages on a busy machine, ms. */
const allPagesMs = 900_000;

/** Characters of a page that are told when its test fails. */
const mostShown = 4_000;

let empty: EmptyLab;
let browser: Browser;
beforeAll(async () => {
  empty = await openEmptyLab();
  const asCarrier = { TWILIO_BASE_URL: empty.addresses.simulator };
  await Promise.all([
    empty.start('api', asCarrier),
    empty.start('sender', asCarrier),
    empty.start('shortener'),
    empty.start('web'),
  ]);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await empty?.close();
});

test('the first visit makes the owner, who signs out and in again by password', async () => {
  const { page, errors } = await openPage(browser);
  await firstVisit(empty, page);
  expect(errors).toEqual([]);
  await page.context().close();
});

describe('a signed-in owner', () => {
  let stage: Stage;
  let sent: string;
  let page: Page;
  let errors: string[];
  const elsewhere: string[] = [];
  beforeAll(async () => {
    const lab = await furnish(empty);
    await addRecipients(lab, 60);
    const api = new ApiClient(lab);
    sent = await layByDay({ lab, api });
    ({ page, errors } = await openPage(browser));
    page.context().on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.origin !== lab.addresses.web) elsewhere.push(request.url());
    });
    stage = { lab, api, page };
    await page.goto(lab.demo.signInUrl);
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  });
  beforeEach(({ onTestFailed }) => {
    onTestFailed(async () => {
      const shown = await page.locator('body').innerText();
      process.stderr.write(`${page.url()} showed:\n${shown.slice(0, mostShown)}\n`);
    });
  });

  test('corrects the guess of an import, and records the agreement of people who are left out without it', async () => {
    await importUnknownPeople(stage);
    expect(errors).toEqual([]);
  });

  test('adds a contact by hand', async () => {
    await addByHand(stage);
    expect(errors).toEqual([]);
  });

  test('sends a test of a draft to a phone that is verified on the way', async () => {
    await sendTest(stage);
    expect(errors).toEqual([]);
  });

  test('answers for a text without opt-out words, schedules it, and takes the schedule back', async () => {
    await waiveAndSchedule(stage);
    expect(errors).toEqual([]);
  });

  test('sees whom a suppression rule leaves out before it holds, and lets it rest', async () => {
    await writeRule(stage);
    expect(errors).toEqual([]);
  });

  test('decides a reply that may be an opt-out, and writes a rule that finds more of them', async () => {
    await decideReply(stage);
    expect(errors).toEqual([]);
  });

  test('writes an automatic answer', async () => {
    await answerByItself(stage);
    expect(errors).toEqual([]);
  });

  test('stops all sending, is told what the carrier still holds, and allows it again', async () => {
    await stopEverything(stage);
    expect(errors).toEqual([]);
  });

  test('adds a carrier account and sees what is missing before it goes live', async () => {
    await addCarrierAccount(stage);
    expect(errors).toEqual([]);
  });

  test('pauses, resumes and cancels a campaign whose people wait for their hours', async () => {
    await moveCampaign(stage);
    expect(errors).toEqual([]);
  });

  test(
    'finds every page in order: axe, no sideways scrolling, light script, no request to elsewhere, no error',
    { timeout: allPagesMs },
    async () => {
      const findings: Record<string, unknown> = {};
      const script: Record<string, number> = {};
      const left = await layByNight(stage, sent);
      const examineRest = async (page: Page) => {
        for (let path = left.shift(); path !== undefined; path = left.shift()) {
          const html = await open({ lab: stage.lab, page }, path);
          script[path] = await firstLoadBytes(page, html);
          const found = await findingsInEveryLook(page);
          if (found.length > 0) findings[path] = found;
        }
      };
      await Promise.all([examineRest(page), examineRest(await page.context().newPage())]);
      // A page without any script was measured wrongly.
      const heavy = Object.entries(script).filter(([, bytes]) => bytes > mostScript.any || bytes === 0);
      expect({ findings, heavy, elsewhere, errors }).toEqual({
        findings: {},
        heavy: [],
        elsewhere: [],
        errors: [],
      });
    },
  );
});

test('signed-out visitors are led to the sign-in, which is in order too', async () => {
  const { page } = await openPage(browser);
  const answer = await page.goto(`${empty.addresses.web}/campaigns`);
  await page.waitForURL(/\/sign-in\?next=%2Fcampaigns$/);
  await page.locator('h1').first().waitFor();
  const script = await firstLoadBytes(page, (await answer?.text()) ?? '');
  expect(script).toBeGreaterThan(0);
  expect(script).toBeLessThan(mostScript.signIn);
  await looksWell(page);
});
