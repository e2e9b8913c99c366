import { z } from 'zod';
import { campaign } from '@sms-crm/contracts/campaigns';
import { carrierAccounts } from '@sms-crm/contracts/carrier-accounts';
import { contactPage } from '@sms-crm/contracts/contacts';
import { conversationPage } from '@sms-crm/contracts/conversations';
import { dncEntry } from '@sms-crm/contracts/do-not-contact';
import { importPage } from '@sms-crm/contracts/imports';
import { putKillSwitchResult } from '@sms-crm/contracts/kill-switch';
import { campaignMessagePage } from '@sms-crm/contracts/messages';
import { numberDetail, numberPage } from '@sms-crm/contracts/numbers';
import { linkDomain } from '@sms-crm/contracts/links';
import { waitUntil } from '../../src/wait-until.ts';
import type { ApiClient } from '../kit/client.ts';
import { textFrom } from '../kit/handset.ts';
import { Imports } from '../kit/imports.ts';
import type { Lab } from '../kit/lab.ts';
import { moveClock } from './stage.ts';
import { tapLinks } from './taps.ts';

const plainPages = [
  '/',
  '/inbox',
  '/campaigns',
  '/contacts',
  '/contacts/imports',
  '/contacts/imports/new',
  '/segments',
  '/do-not-contact',
  '/opt-outs',
  '/opt-outs?decided=yes',
  '/suppression',
  '/budget',
  '/numbers',
  '/dead-letters',
  '/audit',
  '/settings',
  '/settings/auto-replies',
  '/settings/carrier',
  '/settings/quiet-hours',
  '/settings/webhooks',
  '/settings/clicks',
  '/settings/links',
  '/nowhere',
];

type Ground = { lab: Lab; api: ApiClient };

async function launch({ api }: Ground, status: string): Promise<string> {
  const id = await api.launch('Hi {{first_name|there}}, see https://harbor-coffee.example/tasting');
  await waitUntil(
    async () => {
      const { campaign: now, totals } = await api.report(id);
      if (now.status !== status) throw new Error(`the campaign is ${now.status}`);
      if (totals.audience === 0) throw new Error('nobody is in its audience yet');
    },
    { what: `a ${status} campaign`, deadlineMs: 60_000 },
  );
  return id;
}

/** By day: one campaign sent. @returns its id */
export async function layByDay(ground: Ground): Promise<string> {
  await ground.api.call(linkDomain, 'POST', '/link-domains', { host: 'go.harbor-coffee.example' });
  await ground.api.call(dncEntry, 'POST', '/do-not-contact', {
    phone: '+14152000000',
    reason: 'Asked us to',
  });
  return launch(ground, 'completed');
}

/** By night: a campaign that waits, one that paused by itself, numbers in trouble, something given up. @returns every page */
export async function layByNight(ground: Ground, sent: string): Promise<string[]> {
  const { api } = ground;
  await tapLinks(ground, sent);
  await moveClock(ground, { time: '23:00' });
  const waiting = await launch(ground, 'sending');
  const paused = await autoPaused(ground);
  const numbers = await troubleNumbers(ground);
  const failed = await failedImport(ground);
  await refuseWebhooks(ground);
  const draft = await api.call(campaign, 'POST', '/campaigns', { name: 'Draft', template: 'Hello “you”' });
  const scheduled = await api.call(campaign, 'POST', '/campaigns', { name: 'Later', template: 'Hello' });
  const at = new Date(Date.now() + 3_600_000).toISOString();
  await api.call(campaign, 'POST', `/campaigns/${scheduled.id}/schedule`, { at });
  const messageIds = await Promise.all([
    messageOf(api, sent, 'handedOver'),
    messageOf(api, waiting, 'waiting'),
    messageOf(api, waiting, 'skipped'),
  ]);
  const [contact] = (await api.call(contactPage, 'GET', '/contacts?q=2000000')).items;
  const imports = (await api.call(importPage, 'GET', '/imports?limit=20')).items;
  const imported = imports.find(({ status }) => status === 'completed');
  return [
    ...plainPages,
    `/campaigns/${draft.id}`,
    `/campaigns/${draft.id}/review`,
    ...[sent, waiting, paused, scheduled.id].map((id) => `/campaigns/${id}/report`),
    `/campaigns/${sent}/messages?status=handedOver`,
    `/campaigns/${sent}/messages?status=clicked`,
    ...messageIds.map((id) => `/messages/${id}`),
    `/inbox/${await threadOf(ground, '+14152000001')}?list=all`,
    ...numbers.map((id) => `/numbers/${id}`),
    `/contacts/${contact?.id}`,
    ...[failed, imported?.id].map((id) => `/contacts/imports/${id}`),
    // Of an import, so there is no such campaign.
    `/campaigns/${failed}/report`,
  ];
}

async function autoPaused(ground: Ground): Promise<string> {
  const id = await launch(ground, 'sending');
  await ground.lab.database.owner.query(
    `update campaigns set status = 'paused', pause_detail = $2 where id = $1`,
    [id, '12 of the last 500 texts were filtered by the carriers (2.4%).\nLook at the text, then resume it.'],
  );
  return id;
}

/** One number at the beginning of its ramp, one the carrier stopped, one whose kill switch is on. @returns all ids */
async function troubleNumbers({ lab, api }: Ground): Promise<string[]> {
  const { items } = await api.call(numberPage, 'GET', '/numbers');
  const idOf = (type: string) => items.find((item) => item.type === type)?.id;
  await api.call(numberDetail.pick({ id: true }), 'PATCH', `/numbers/${idOf('10dlc')}`, { warmUp: 'start' });
  await lab.database.owner.query(
    `update sending_numbers set stopped_at = now(), stopped_code = '30007' where id = $1`,
    [idOf('toll-free')],
  );
  await api.call(putKillSwitchResult, 'PUT', '/kill-switch', {
    scope: 'number',
    id: idOf('10dlc'),
    on: true,
    reason: 'Complaints about this number',
  });
  return items.map(({ id }) => id);
}

/** Webhooks that nobody signed, as somebody would post them who only knows the address. */
async function refuseWebhooks({ lab, api }: Ground): Promise<void> {
  const { items } = await api.call(carrierAccounts, 'GET', '/carrier-accounts');
  for (const { webhookUrl } of items) {
    const { pathname } = new URL(webhookUrl);
    const body = new URLSearchParams({ Body: 'Hello' });
    await fetch(`${lab.addresses.api}${pathname}`, { method: 'POST', body });
  }
}

async function failedImport({ lab, api }: Ground): Promise<string> {
  const id = await new Imports(lab, api).checked({ first: 900_000, rows: 3 }, { tag: 'lost' });
  await lab.database.owner.query(`update imports set status = 'failed', failure = $2 where id = $1`, [
    id,
    'The file could not be read any more. Upload it again.',
  ]);
  return id;
}

/** Somebody writes. @returns the conversation they began */
async function threadOf({ lab, api }: Ground, phone: string): Promise<string> {
  await textFrom(lab, phone, 'When do you open?');
  return waitUntil(
    async () => {
      const { items } = await api.call(conversationPage, 'GET', `/conversations?q=${phone.slice(1)}`);
      return z.uuid().parse(items[0]?.id);
    },
    { what: 'a conversation', deadlineMs: 30_000 },
  );
}

async function messageOf(api: ApiClient, campaignId: string, status: string): Promise<string> {
  const { items } = await api.call(
    campaignMessagePage,
    'GET',
    `/campaigns/${campaignId}/messages?status=${status}&limit=1`,
  );
  return z.uuid().parse(items[0]?.id);
}
