import { looksWell, open, type Stage } from './stage.ts';

/** A reply that waits, as the intake leaves it. */
async function leaveReply({ lab }: Stage): Promise<void> {
  await lab.database.owner.query(
    `insert into opt_out_reviews (tenant_id, phone, message_id, body, rule, found, simulated, opened_at, due_at)
     values ($1, '+14155550177', uuidv7(), 'Ugh, who is this?', 'Does not know us, or is somebody else', 'who is this', true, now(), now() + interval '5 days')`,
    [lab.demo.tenant.id],
  );
}

/** Decides a reply that waits, which the navigation counts, and tries and writes a rule. */
export async function decideReply(stage: Stage): Promise<void> {
  const { page } = stage;
  await leaveReply(stage);
  await open(stage, '/opt-outs');
  await page.getByRole('link', { name: 'Opt-outs 1 waiting' }).waitFor();
  await page.getByText('“Ugh, who is this?”').waitFor();
  await looksWell(page);
  await page.getByRole('button', { name: /^No opt-out: / }).click();
  await page.getByText('No reply waits for a decision').waitFor();
  await page.getByLabel('Show').selectOption('yes');
  await page.getByRole('cell', { name: /^No opt-out, by / }).waitFor();
  await writeRule(stage);
}

async function writeRule({ page }: Stage): Promise<void> {
  await page.getByRole('button', { name: 'Add rule' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Moved');
  await dialog.getByLabel('Words').fill('moved * away');
  await dialog.getByText(/Nobody has replied yet|It finds 0 of the last/).waitFor();
  await looksWell(page);
  await dialog.getByRole('button', { name: 'Add rule' }).click();
  await page.getByRole('button', { name: 'Pause Moved' }).click();
  await page.getByRole('button', { name: 'Switch on Moved' }).waitFor();
}

/** Writes an automatic answer that is sent outside of office hours. */
export async function answerByItself(stage: Stage): Promise<void> {
  const { page } = stage;
  await open(stage, '/settings/auto-replies');
  await page.getByRole('button', { name: 'Add answer' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Closed');
  await dialog.getByLabel('Words').fill('help');
  await dialog.getByRole('textbox', { name: 'Answer', exact: true }).fill('We open at 9.');
  await dialog.getByLabel('When it answers').selectOption('outside');
  await dialog.getByLabel('Sat').check();
  await looksWell(page);
  await dialog.getByRole('button', { name: 'Add answer' }).click();
  await dialog
    .getByText(/“help” is answered by itself/)
    .first()
    .waitFor();
  await dialog.getByLabel('Words').fill('hours, open');
  await dialog.getByRole('button', { name: 'Add answer' }).click();
  await page.getByRole('button', { name: 'Pause Closed' }).waitFor();
}
