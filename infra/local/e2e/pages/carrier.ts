import { control } from '../kit/client.ts';
import { looksWell, open, type Stage } from './stage.ts';

const account = { sid: `AC${'b'.repeat(32)}`, token: 'c'.repeat(32) };

/** Adds an account of the real carrier, here played by the simulator, and has its checklist looked at. */
export async function addCarrierAccount(stage: Stage): Promise<void> {
  const { page, lab } = stage;
  const body = { ...account, numbers: [{ phone: '+13125550100', type: 'long-code' }] };
  await control(lab, '/accounts', { method: 'POST', body });
  await open(stage, '/settings/carrier');
  await page.getByRole('button', { name: 'Add carrier account' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Account SID').fill(account.sid);
  await dialog.getByRole('textbox', { name: 'Auth token' }).fill(account.token);
  await looksWell(page);
  await dialog.getByRole('button', { name: 'Try and add it' }).click();
  await page.getByRole('button', { name: 'Check now' }).click();
  await page.getByText('Needs you: The carrier can reach this installation').waitFor();
  await page.getByText('Done: The carrier accepts the account SID and token').waitFor();
  await looksWell(page);
}
