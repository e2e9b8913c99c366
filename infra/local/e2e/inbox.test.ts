import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent } from './inbox/people.ts';
import { openBrowser, openPage } from './kit/browser.ts';
import { ApiClient } from './kit/client.ts';
import { textFrom } from './kit/handset.ts';
import { openLab, type Lab } from './kit/lab.ts';
import { addRecipients } from './kit/recipients.ts';
import { looksWell, moveClock, settled, soon, textsTo } from './pages/stage.ts';

/** Name0 and Name1 of the contacts, and somebody nobody knows. */
const [lee, kim, stranger] = ['+14152000000', '+14152000001', '+12025550177'] as const;

let lab: Lab;
let api: ApiClient;
let browser: Browser;
let agent: Page;
let owner: Page;
const errors: string[][] = [];
beforeAll(async () => {
  lab = await openLab();
  api = new ApiClient(lab);
  await Promise.all([addRecipients(lab, 2), lab.start('api'), lab.start('sender'), lab.start('web')]);
  browser = await openBrowser();
  agent = await signIn(await addAgent(lab, 'ann@example.com'));
  owner = await signIn(lab.demo.signInUrl);
});
afterAll(async () => {
  await browser?.close();
  await lab?.close();
});

async function signIn(link: string): Promise<Page> {
  const { page, errors: own } = await openPage(browser);
  errors.push(own);
  await page.goto(link);
  await page.locator('main h1').first().waitFor();
  return page;
}

const row = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Conversations' }).getByRole('link', { name });
const answerField = (page: Page) => page.getByRole('textbox', { name: /^Answer to/ });
const texts = (page: Page) => page.getByRole('region', { name: 'Texts' });

async function openThread(page: Page, name: string): Promise<void> {
  await page.goto(`${lab.addresses.web}/inbox?list=all`);
  await row(page, name).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await settled(page);
}

test('an agent starts in the inbox without campaigns, and what people write appears there by itself', async () => {
  await agent.waitForURL(/\/inbox$/);
  await agent.getByRole('heading', { name: 'Nothing here' }).waitFor();
  const sections = agent.getByRole('navigation', { name: 'Main' });
  for (const name of ['Dashboard', 'Campaigns']) {
    expect([name, await sections.getByRole('link', { name, exact: true }).count()]).toEqual([name, 0]);
  }
  await textFrom(lab, stranger, 'When do you open?');
  await row(agent, '(202) 555-0177').waitFor();
  await agent.getByRole('button', { name: 'Unread 1' }).waitFor();
  await looksWell(agent);
});

test('by the keyboard alone it is opened, answered, seen on the handset and closed', async () => {
  await agent.keyboard.press('j');
  await agent.getByRole('heading', { level: 1, name: '(202) 555-0177' }).waitFor();
  await agent.getByRole('button', { name: 'Unread 0' }).waitFor();
  await agent.keyboard.press('r');
  await agent.keyboard.type('At nine.');
  await agent.keyboard.press('Control+Enter');
  await expect
    .poll(async () => (await textsTo(lab, stranger)).map(({ body }) => body), soon)
    .toEqual(['At nine.']);
  await texts(agent).getByText('ann · Delivered').waitFor();
  expect(await answerField(agent).inputValue()).toBe('');
  await agent.keyboard.press('Escape');
  await agent.keyboard.press('e');
  await agent.getByText('Closed', { exact: true }).last().waitFor();
  await agent.keyboard.press('?');
  await agent.getByRole('dialog', { name: 'Keys' }).waitFor();
  await agent.keyboard.press('Escape');
});

test('who answered a campaign is found by it, with the campaign’s text in the thread', async () => {
  const id = await api.launch('Hi {{first_name|there}}, 20% off today');
  await expect.poll(async () => (await api.report(id)).campaign.status, soon).toBe('completed');
  await textFrom(lab, lee, 'Which size is left?');
  await openThread(owner, 'Name0');
  await texts(owner).getByText('Lab (campaign)').click();
  await texts(owner).getByText('20% off today').waitFor();
  await owner
    .getByRole('combobox', { name: 'Replies to campaign' })
    .selectOption({ label: 'Lab (1 open of 1)' });
  await expect
    .poll(() => owner.getByRole('list', { name: 'Conversations' }).getByRole('link').count())
    .toBe(1);
});

test('a canned reply is added and changed by the owner and filled in for the person it goes to', async () => {
  await owner.getByRole('button', { name: 'Canned replies' }).click();
  await owner.getByRole('button', { name: 'Add a canned reply' }).click();
  await owner.getByLabel('Name', { exact: true }).fill('Sizes');
  await owner.getByLabel('Text', { exact: true }).fill('Hi {{first_name|there}}, S.');
  await owner.getByRole('button', { name: 'Add', exact: true }).click();
  await owner.getByRole('button', { name: 'Change Sizes' }).click();
  await owner.getByLabel('Text', { exact: true }).fill('Hi {{first_name|there}}, S and M.');
  await owner.getByRole('button', { name: 'Save', exact: true }).click();
  await owner.getByRole('button', { name: 'Sizes Hi Name0, S and M.' }).waitFor();
  await owner.keyboard.press('Escape');
  await openThread(agent, 'Name0');
  await agent.keyboard.press('r');
  await agent.keyboard.press('/');
  await agent.getByRole('button', { name: 'Sizes Hi Name0, S and M.' }).click();
  expect(await answerField(agent).inputValue()).toBe('Hi Name0, S and M.');
});

test('two members who answer one thread learn of each other before anything is sent twice', async () => {
  await owner.getByText('ann is writing an answer.').waitFor();
  await answerField(owner).fill('Only M.');
  await owner.getByRole('button', { name: 'Send', exact: true }).click();
  const ask = owner.getByRole('dialog', { name: 'Somebody else answers here too' });
  await ask.getByText('ann@example.com is writing').waitFor();
  await looksWell(owner);
  await ask.getByRole('button', { name: 'Send anyway' }).click();
  await texts(agent).getByText('Only M.').waitFor();
  await agent.getByRole('button', { name: 'Send', exact: true }).click();
  const told = agent.getByRole('dialog', { name: 'Somebody else answers here too' });
  await told.getByText(/answered this conversation just now/).waitFor();
  await told.getByRole('button', { name: 'Discard' }).click();
  await expect.poll(() => answerField(agent).inputValue()).toBe('');
  const sent = (await textsTo(lab, lee)).map(({ body }) => body);
  expect(sent.filter((body) => body.includes('M.'))).toEqual(['Only M.']);
});

test('a note stays among members, and an opt-out blocks the answer in words', async () => {
  await agent.getByText('Note', { exact: true }).click();
  await agent.getByRole('textbox', { name: 'Note' }).fill('Regular of the shop');
  await agent.getByRole('button', { name: 'Leave note' }).click();
  await texts(owner).getByText('Regular of the shop').waitFor();
  await textFrom(lab, lee, 'STOP');
  await agent.getByText('Answer', { exact: true }).click();
  await agent.getByText(/do-not-contact list since .*Replied STOP/).waitFor();
  await agent.getByText('only their own START lifts it').waitFor();
  expect(await answerField(agent).count()).toBe(0);
  await looksWell(agent);
});

test('at night the answer is warned of and goes out, on a phone too', async () => {
  await moveClock({ lab, api }, { time: '23:00' });
  await textFrom(lab, kim, 'Are you up?');
  await agent.setViewportSize({ width: 390, height: 844 });
  await openThread(agent, 'Name1');
  await agent.getByText(/It is 23:\d\d for them on the demo clock/).waitFor();
  await looksWell(agent);
  await agent.setViewportSize({ width: 390, height: 844 });
  await answerField(agent).fill('We are.');
  await agent.getByRole('button', { name: 'Send', exact: true }).click();
  await expect.poll(async () => (await textsTo(lab, kim)).map(({ body }) => body), soon).toContain('We are.');
  await agent.getByRole('link', { name: 'Inbox' }).last().click();
  await row(agent, 'Name1').waitFor();
  expect(errors.flat()).toEqual([]);
});
