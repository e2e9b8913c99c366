import { expect } from 'vitest';
import { campaign } from '@sms-crm/contracts/campaigns';
import { atCarrierAnswer } from '@sms-crm/contracts/kill-switch';
import { message } from '@sms-crm/contracts/messages';
import { control } from '../kit/client.ts';
import { takenPhones } from '../kit/recipients.ts';
import { looksWell, moveClock, open, soon, textsTo, type Stage } from './stage.ts';

const held = ['+14152000001', '+14152000002', '+14152000003'];
const reason = 'A wrong price went out';

/** Stops all sending while the carrier still holds texts, sees it on every page, and allows it again. */
export async function stopEverything(stage: Stage): Promise<void> {
  const { page, api, lab } = stage;
  const atCarrier = async () =>
    (await api.call(atCarrierAnswer, 'GET', '/kill-switch/at-carrier?scope=tenant')).atCarrier;
  await expect.poll(atCarrier, soon).toBe(0);
  await control(lab, '/config', { method: 'PUT', body: { holdDelivery: true } });
  for (const to of held) {
    await api.call(message, 'POST', '/messages', { to, kind: 'marketing', body: 'A moment' });
  }
  await expect.poll(atCarrier, soon).toBe(await underWay(stage));
  await open(stage, '/settings');
  await page.getByRole('main').getByRole('button', { name: 'Stop all sending' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(`${held.length} texts already with the carrier can still arrive.`).waitFor();
  await dialog.getByText('“Allow all sending again”').waitFor();
  await looksWell(page);
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: 'Stop all sending' }).click();
  const banner = page.getByRole('region', { name: 'Kill switch' });
  await banner.getByText(reason).waitFor();
  for (const path of ['/', '/contacts', '/campaigns', '/audit']) {
    await open(stage, path);
    await banner.getByText(reason).waitFor();
  }
  await looksWell(page);
  await banner.getByRole('button', { name: 'Allow all sending again' }).click();
  await dialog.getByLabel('Reason').fill('The price is right now');
  await dialog.getByRole('button', { name: 'Allow all sending again' }).click();
  await expect.poll(() => banner.count(), soon).toBe(0);
  await control(lab, '/config', { method: 'PUT', body: { holdDelivery: false } });
  await expect.poll(atCarrier, soon).toBe(0);
}

/** Texts the carrier took and did not settle, by its own log; all three, once they are there. */
async function underWay({ lab }: Stage): Promise<number> {
  const open = async () => {
    const texts = await Promise.all(held.map((phone) => textsTo(lab, phone)));
    return texts.flat().filter(({ status }) => !['delivered', 'undelivered', 'failed'].includes(status));
  };
  await expect.poll(async () => (await open()).length, soon).toBe(held.length);
  return held.length;
}

/** Pauses, resumes and cancels a campaign whose recipients all wait for their hours. */
export async function moveCampaign(stage: Stage): Promise<void> {
  const { page, api, lab } = stage;
  await moveClock(stage, { time: '23:00' });
  const before = (await takenPhones(lab)).length;
  const id = await api.launch('By night');
  const status = async () => (await api.call(campaign, 'GET', `/campaigns/${id}`)).status;
  await expect.poll(status, soon).toBe('sending');
  await open(stage, `/campaigns/${id}/report`);
  await page.getByText('It is not an hour in which they may be texted').first().waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Resume' }).waitFor();
  expect(await status()).toBe('paused');
  await looksWell(page);
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  expect(await status()).toBe('sending');
  await page.getByRole('button', { name: 'Cancel campaign' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('A canceled campaign cannot be resumed').waitFor();
  await looksWell(page);
  await dialog.getByRole('button', { name: 'Cancel campaign' }).click();
  await page.getByText('The campaign was canceled before their turn').first().waitFor();
  expect(await status()).toBe('canceled');
  expect((await api.report(id)).totals).toMatchObject({ waiting: 0, handedOver: 0 });
  expect(await takenPhones(lab)).toHaveLength(before);
}
