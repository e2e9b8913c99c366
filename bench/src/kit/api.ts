import { createHmac } from 'node:crypto';
import type { z } from 'zod';
import { campaign } from '@sms-crm/contracts/campaigns';
import { message } from '@sms-crm/contracts/messages';
import { addressesOf } from '@sms-crm/local/process-env';
import { template } from './campaign.ts';
import type { Ground } from './ground.ts';
import type { Installation } from './installation.ts';

/** Longest wait for one answer, ms. */
const answerMs = 20_000;

async function call<T extends z.ZodType>(
  { setup }: Installation,
  { apiKey }: Ground,
  { path, body, shape }: { path: string; body: unknown; shape: T },
): Promise<z.infer<T>> {
  const response = await fetch(`${addressesOf(setup.ports).api}/v1${path}`, {
    method: 'POST',
    signal: AbortSignal.timeout(answerMs),
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
  return shape.parse(await response.json());
}

/** Writes a campaign to everyone and launches it, as a member does. */
export async function launch(installation: Installation, ground: Ground): Promise<void> {
  const draft = { path: '/campaigns', body: { name: 'Bench', template }, shape: campaign };
  const { id } = await call(installation, ground, draft);
  await call(installation, ground, { path: `/campaigns/${id}/launch`, body: {}, shape: campaign });
}

/** Sends one text of no campaign, as a member or a program of theirs does. */
export async function sendOne(installation: Installation, ground: Ground, to: string): Promise<void> {
  const body = { to, kind: 'marketing', body: 'Your table is ready' };
  await call(installation, ground, { path: '/messages', body, shape: message });
}

/** Posts the STOP of a phone as the carrier does, signed. */
export async function saySTOP({ setup }: Installation, ground: Ground, from: string): Promise<void> {
  const { key, sid, token } = ground.carrier;
  const url = `${addressesOf(setup.ports).api}/webhooks/twilio/${key}/inbound`;
  const params = {
    AccountSid: sid,
    Body: 'STOP',
    From: from,
    MessageSid: `SM${from.replaceAll(/\D/g, '').padStart(32, '0')}`,
    NumSegments: '1',
    To: ground.phone,
  };
  const signed = Object.entries(params).reduce((text, [name, value]) => text + name + value, url);
  const response = await fetch(url, {
    method: 'POST',
    signal: AbortSignal.timeout(answerMs),
    headers: { 'x-twilio-signature': createHmac('sha1', token).update(signed).digest('base64') },
    body: new URLSearchParams(params),
  });
  if (!response.ok) throw new Error(`the STOP was answered with ${response.status}`);
}
