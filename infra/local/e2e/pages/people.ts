import { expect } from 'vitest';
import { contactPage } from '@sms-crm/contracts/contacts';
import { looksWell, open, settled, type Stage } from './stage.ts';

const rows = [
  'Mobile,Called,Shoe size',
  '(415) 555-2671,Ada,38',
  '415-555-2672,Grace,41',
  '415-555-2672,Grace again,41',
  '12,Nobody,40',
];

/** Imports a file whose guess is wrong and whose people's agreement is not known; records it from the review. */
export async function importUnknownPeople(stage: Stage): Promise<void> {
  const { page } = stage;
  await open(stage, '/contacts/import');
  await page.waitForURL(/\/contacts\/imports\/new$/);
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'walk-ins.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });
  await page.getByLabel('Column Called goes to').selectOption({ label: 'First name' });
  await page.getByLabel('Column Shoe size goes to').selectOption({ label: 'Leave out' });
  await page.getByRole('radio', { name: 'I don’t know' }).check();
  await looksWell(page);
  await page.getByRole('button', { name: 'Check the file' }).click();
  await page.getByRole('button', { name: 'Import 2 contacts' }).waitFor();
  await looksWell(page);
  await page.getByRole('button', { name: 'Import 2 contacts' }).click();
  await page.getByRole('heading', { name: '2 contacts imported' }).waitFor();
  await looksWell(page);
  const { items } = await stage.api.call(contactPage, 'GET', '/contacts?tag=walk-ins');
  expect(items).toMatchObject([
    { firstName: expect.stringMatching(/^(Ada|Grace)$/), attributes: {}, consent: 'unknown' },
    { firstName: expect.stringMatching(/^(Ada|Grace)$/), attributes: {}, consent: 'unknown' },
  ]);
  await page.getByRole('button', { name: 'Write a campaign to these contacts' }).click();
  await page.waitForURL(/\/campaigns\/[0-9a-f-]{36}$/);
  const text = page.getByLabel('Text', { exact: true });
  await text.fill('x'.repeat(1_700));
  await page.getByText('100 characters too long').waitFor();
  await text.fill('Hi {{first_nam|there}}');
  await page.getByText('Did you mean “first_name”?').waitFor();
  await text.fill('Hi {{first_name|there}}');
  await page.getByRole('button', { name: 'Review and launch' }).click();
  await page.waitForURL(/\/review$/);
  await recordAgreement(stage);
}

async function recordAgreement({ page }: Stage): Promise<void> {
  await page.getByText('2 of 2 contacts in the audience are left out.').waitFor();
  await page.getByText('No record that they agreed to marketing texts').waitFor();
  await page.getByText('The audience is frozen when the first text is sent').waitFor();
  await page.getByRole('button', { name: 'Record how they agreed' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('How they agreed').selectOption({ label: 'In person' });
  await dialog.getByLabel('Date they agreed').fill('2026-01-05');
  await looksWell(page);
  await dialog.getByRole('button', { name: 'Record agreement' }).click();
  await page.getByText('Nobody is left out: all 2 contacts of the audience get the text.').waitFor();
}

/** Adds one contact by hand; the form says first what is missing. */
export async function addByHand(stage: Stage): Promise<void> {
  const { page } = stage;
  await open(stage, '/contacts');
  await page.getByRole('button', { name: 'Add contact' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Add contact' }).click();
  await expect
    .poll(() => page.evaluate<string | null>('document.activeElement.getAttribute("type")'))
    .toBe('tel');
  await dialog.getByLabel('Phone').fill('(415) 555-2690');
  await dialog.getByLabel('First name').fill('Hedy');
  await dialog.getByRole('checkbox', { name: 'This person agreed to marketing texts' }).check();
  await dialog.getByLabel('How they agreed').selectOption({ label: 'In person' });
  await dialog.getByLabel('Date they agreed').fill('2026-01-05');
  await looksWell(page);
  await dialog.getByRole('button', { name: 'Add contact' }).click();
  await page.getByRole('link', { name: 'Hedy' }).click();
  await page.waitForURL(/\/contacts\/[0-9a-f-]{36}$/);
  await settled(page);
  const { items } = await stage.api.call(contactPage, 'GET', '/contacts?q=Hedy');
  expect(items).toMatchObject([{ phone: '+14155552690', firstName: 'Hedy', consent: 'granted' }]);
  await leaveChanged(stage);
  await addAgain(stage);
}

/** Nobody leaves what was changed of a contact by mistake. */
async function leaveChanged({ page }: Stage): Promise<void> {
  const city = page.getByLabel('City', { exact: true });
  await city.fill('Graz');
  await page.getByRole('link', { name: 'Budget' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  await dialog.getByText('What you changed of this contact is not saved').waitFor();
  await dialog.getByRole('button', { name: 'Stay here' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(await city.inputValue()).toBe('Graz');
  await page.getByRole('button', { name: 'Undo changes' }).click();
}

/** A phone that a contact has already leads to that contact. */
async function addAgain(stage: Stage): Promise<void> {
  const { page } = stage;
  await open(stage, '/contacts');
  await page.getByRole('button', { name: 'Add contact' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Phone').fill('(415) 555-2690');
  await dialog.getByRole('button', { name: 'Add contact' }).click();
  await dialog.getByRole('link', { name: 'Show that contact' }).click();
  await page.getByRole('link', { name: 'Hedy' }).waitFor();
  await dialog.waitFor({ state: 'hidden' });
}
