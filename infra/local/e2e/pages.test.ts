import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaign } from '@sms-crm/contracts/campaigns';
import { messagePage } from '@sms-crm/contracts/messages';
import { numberPage } from '@sms-crm/contracts/numbers';
import { waitUntil } from '../src/wait-until.ts';
import { axeFindings, openBrowser, openPage } from './kit/browser.ts';
import { ApiClient } from './kit/client.ts';
import { openLab, type Lab } from './kit/lab.ts';
import { addRecipients } from './kit/recipients.ts';

let lab: Lab;
let browser: Browser;
let paths: string[];
beforeAll(async () => {
  lab = await openLab();
  await addRecipients(lab, 60);
  await Promise.all([lab.start('api'), lab.start('sender'), lab.start('shortener'), lab.start('web')]);
  const api = new ApiClient(lab);
  const sent = await api.launch('Hi {{first_name|there}}');
  await waitUntil(
    async () => {
      const { status } = (await api.report(sent)).campaign;
      if (status !== 'completed') throw new Error(`the campaign is ${status}`);
    },
    { what: 'a completed campaign', deadlineMs: 60_000 },
  );
  const draft = await api.call(campaign, 'POST', '/campaigns', { name: 'Draft', template: 'Hello “you”' });
  const [number] = (await api.call(numberPage, 'GET', '/numbers')).items;
  const [message] = (await api.call(messagePage, 'GET', `/campaigns/${sent}/messages?limit=1`)).items;
  browser = await openBrowser();
  paths = [
    '/',
    '/campaigns',
    `/campaigns/${draft.id}`,
    `/campaigns/${draft.id}/review`,
    `/campaigns/${sent}/report`,
    `/campaigns/${sent}/messages?status=handedOver`,
    '/contacts',
    '/contacts/imports',
    '/contacts/imports/new',
    '/do-not-contact',
    '/suppression',
    '/budget',
    '/numbers',
    `/numbers/${number?.id}`,
    '/settings',
    '/settings/carrier',
    '/settings/quiet-hours',
    '/dead-letters',
    `/messages/${message?.id}`,
    '/audit',
  ];
});
afterAll(async () => {
  await browser?.close();
  await lab?.close();
});

const looks = [
  { name: 'light, desktop', dark: false, width: 1_440 },
  { name: 'dark, desktop', dark: true, width: 1_440 },
  { name: 'light, phone', dark: false, width: 390 },
  { name: 'dark, phone', dark: true, width: 390 },
];

/** Another link of the same owner: each works once. */
async function signIn(page: Page, at: number): Promise<void> {
  const cookies = at === 0 ? undefined : signedIn;
  if (cookies === undefined) await page.goto(lab.demo.signInUrl);
  else await page.context().addCookies(cookies);
  await page.goto(lab.addresses.web);
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  signedIn = await page.context().cookies();
}
let signedIn: Awaited<ReturnType<ReturnType<Page['context']>['cookies']>> | undefined;

test.each(looks.map((look, at) => ({ ...look, at })))(
  'every page in $name: no axe finding, no sideways scrolling, no request to elsewhere, no error',
  async ({ at, dark, width }) => {
    const { page, errors } = await openPage(browser, { dark, width });
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.origin !== lab.addresses.web) elsewhere.push(request.url());
    });
    await signIn(page, at);
    const findings: Record<string, unknown> = {};
    for (const path of paths) {
      await page.goto(`${lab.addresses.web}${path}`);
      await page.locator('main h1').first().waitFor();
      const loading = page.locator('[aria-busy=true], .mantine-Skeleton-root');
      await expect.poll(() => loading.count(), { timeout: 20_000 }).toBe(0);
      const overflow = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      const axe = await axeFindings(page);
      if (axe.length > 0 || overflow > 0) findings[path] = { axe, overflow };
    }
    expect({ findings, elsewhere, errors }).toEqual({ findings: {}, elsewhere: [], errors: [] });
    await page.context().close();
  },
);

test('signed-out visitors are led to the sign-in, which is in order too', async () => {
  const { page } = await openPage(browser);
  await page.goto(`${lab.addresses.web}/campaigns`);
  await page.waitForURL(/\/sign-in\?next=%2Fcampaigns$/);
  await page.locator('h1').first().waitFor();
  expect(await axeFindings(page)).toEqual([]);
});
