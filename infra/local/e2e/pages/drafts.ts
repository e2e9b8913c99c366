import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { campaign } from '@sms-crm/contracts/campaigns';
import { looksWell, open, soon, textsTo, type Stage } from './stage.ts';

const ownPhone = '+14155550177';

/** Sends a test of a draft to a phone that is verified on the way. */
export async function sendTest(stage: Stage): Promise<void> {
  const { page, api, lab } = stage;
  const draft = await api.call(campaign, 'POST', '/campaigns', {
    name: 'Tried first',
    template: 'Hello you',
  });
  await open(stage, `/campaigns/${draft.id}`);
  await page.getByRole('button', { name: 'Send a test' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /^Phone/ }).fill(ownPhone);
  await dialog.getByLabel('Whose phone is it?').fill('My phone');
  await dialog.getByRole('button', { name: 'Text a code to it' }).click();
  await expect.poll(async () => (await textsTo(lab, ownPhone)).length, soon).toBe(1);
  const code = (await textsTo(lab, ownPhone))[0]?.body.match(/\d{6}/)?.[0] ?? '';
  await dialog.getByLabel(/^Code texted to My phone/).fill(code);
  await looksWell(page);
  await dialog.getByRole('button', { name: 'Verify' }).click();
  await expect.poll(() => dialog.getByRole('checkbox', { name: 'My phone' }).isChecked(), soon).toBe(true);
  await dialog.getByRole('button', { name: 'Send test' }).click();
  await page.getByText('1 test on the way.').waitFor();
  await expect
    .poll(async () => (await textsTo(lab, ownPhone)).map(({ body }) => body).slice(1), soon)
    .toEqual([expect.stringContaining('Hello you')]);
}

/** Goes on writing in a draft, also where it was changed elsewhere meanwhile: nothing is overwritten before its writer decided. */
async function goOnWriting({ page, api }: Stage, id: string): Promise<void> {
  const now = () => api.call(campaign, 'GET', `/campaigns/${id}`);
  const text = page.getByLabel('Text', { exact: true });
  await text.fill('Hello again');
  await expect.poll(async () => (await now()).template, soon).toBe('Hello again');
  await page.getByText('Draft saved').waitFor();
  await api.call(campaign, 'PATCH', `/campaigns/${id}`, { name: 'Named elsewhere', template: 'Theirs' });
  await text.fill('Mine');
  await page.getByText('this draft was changed elsewhere meanwhile').waitFor();
  expect((await now()).template).toBe('Theirs');
  await looksWell(page);
  await page.getByRole('button', { name: 'Keep my changes' }).click();
  await expect.poll(now, soon).toMatchObject({ name: 'Named elsewhere', template: 'Mine' });
}

/** A text that cannot be saved is marked, and nobody leaves it by mistake. */
async function leaveUnsaved({ page, api }: Stage, id: string): Promise<void> {
  const text = page.getByLabel('Text', { exact: true });
  await text.fill('Look: https://bit.ly/x now');
  await page.getByText(/Not saved\. Text: bit\.ly is a public shortener/).waitFor();
  await page.getByText('As last saved').waitFor();
  expect(await text.getAttribute('aria-invalid')).toBe('true');
  await looksWell(page);
  await page.getByRole('button', { name: 'Review and launch' }).click();
  await page.getByText(/This draft is not saved\. Text: bit\.ly/).waitFor();
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  await page.getByRole('link', { name: 'Campaigns' }).first().click();
  await dialog.waitFor();
  await dialog.getByRole('button', { name: 'Stay here' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.evaluate('history.back()');
  await dialog.waitFor();
  expect(page.url()).toContain(id);
  expect(await text.inputValue()).toContain('bit.ly');
  await dialog.getByRole('button', { name: 'Leave without saving' }).click();
  await page.waitForURL((url) => !url.pathname.endsWith(id));
  expect((await api.call(campaign, 'GET', `/campaigns/${id}`)).template).toBe('Mine');
}

/** Takes it on oneself that a text does not say how to opt out; schedules it; takes the schedule back and goes on writing. */
export async function waiveAndSchedule(stage: Stage): Promise<void> {
  const { page, api } = stage;
  const draft = await api.call(campaign, 'POST', '/campaigns', {
    name: 'Without footer',
    template: 'Hello you',
    addOptOut: false,
  });
  await open(stage, `/campaigns/${draft.id}/review`);
  const notices = page.getByRole('list', { name: 'Before you launch' });
  await notices.getByText('Prevents the launch').waitFor();
  await looksWell(page);
  await notices.getByRole('button', { name: 'Send without it' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send without it' }).click();
  await expect.poll(() => notices.getByText('Prevents the launch').count(), soon).toBe(0);
  expect((await api.call(campaign, 'GET', `/campaigns/${draft.id}`)).footerWaivedBy).toBe(
    'owner@demo.example',
  );
  await schedule(page);
  expect((await api.call(campaign, 'GET', `/campaigns/${draft.id}`)).status).toBe('scheduled');
  await changeTime(stage, draft.id);
  await page.getByRole('button', { name: 'Back to draft' }).click();
  await page.waitForURL(/\/campaigns\/[0-9a-f-]{36}$/);
  await page.getByRole('button', { name: 'Review and launch' }).waitFor();
  await goOnWriting(stage, draft.id);
  await leaveUnsaved(stage, draft.id);
}

/** The same time a day later. */
async function changeTime({ page, api }: Stage, id: string): Promise<void> {
  const startsAt = async () => (await api.call(campaign, 'GET', `/campaigns/${id}`)).scheduledAt;
  const before = await startsAt();
  await page.getByRole('button', { name: 'Change time' }).click();
  const time = page.getByRole('dialog').getByLabel('Date and time');
  const later = new Date(Date.parse(`${await time.inputValue()}Z`) + 24 * 3_600_000);
  await time.fill(later.toISOString().slice(0, 16));
  await page.getByRole('dialog').getByRole('button', { name: 'Schedule campaign' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(startsAt, soon).not.toBe(before);
}

/** In an hour, by our own clock. */
async function schedule(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Schedule', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Who gets it is decided when the first text is sent').waitFor();
  await dialog.getByRole('radio', { name: 'Ours:' }).check();
  await looksWell(page);
  await dialog.getByRole('button', { name: 'Schedule campaign' }).click();
  await page.waitForURL(/\/report$/);
  await page.getByText('It starts by itself', { exact: true }).waitFor();
  await looksWell(page);
}

/** Writes a rule, sees whom it leaves out before it holds, and lets it rest. */
export async function writeRule(stage: Stage): Promise<void> {
  const { page, lab } = stage;
  const { rows } = await lab.database.owner.query<{ total: number }>(
    'select count(*)::int as total from contacts where tenant_id = $1',
    [lab.demo.tenant.id],
  );
  const total = rows[0]?.total ?? 0;
  await open(stage, '/suppression');
  await page.getByRole('button', { name: 'Add rule' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Not the Bay');
  await dialog.getByLabel('Kind').selectOption('area-codes');
  await dialog.getByLabel('Area codes').fill('415');
  await dialog.getByText(`Now it leaves out ${total} of ${total} contacts (100%).`).waitFor();
  await dialog.getByLabel('Area codes').fill('212');
  await dialog.getByText(`Now it leaves out 0 of ${total} contacts (0%).`).waitFor();
  await looksWell(page);
  await dialog.getByRole('button', { name: 'Add rule' }).click();
  await page.getByRole('button', { name: 'Pause Not the Bay' }).click();
  await page.getByRole('button', { name: 'Switch on Not the Bay' }).waitFor();
}
