import { afterAll, beforeAll, expect, test } from 'vitest';
import { putKillSwitchResult, type PutKillSwitch } from '@sms-crm/contracts/kill-switch';
import { z } from 'zod';
import { freePort } from '../../src/ports.ts';
import { ApiClient, control } from '../kit/client.ts';
import { openLab, type Lab } from '../kit/lab.ts';
import type { Program } from '../kit/program.ts';
import { addRecipients, counterDrift, takenPhones } from '../kit/recipients.ts';

/** Short times, so that a killed sender's texts are looked up within the test. */
const times = {
  LEASE_MS: '4000',
  REQUEST_TIMEOUT_MS: '2000',
  RECONCILE_WAIT_MS: '500',
  RECONCILE_GAP_MS: '500',
};
const recipients = 2_000;
/** Fewer than 3 % of the 200 results after which a campaign may pause by itself, and so far apart in the queue. */
const stops = 5;
const apart = 60;
const slow = { timeout: 60_000, interval: 250 };

/** In every text of a campaign, with its brand in front, and in no confirmation. */
const greeting = 'Hi from the roastery,';

/** What is promised: so long after a STOP was stored no text leaves for whoever said it, ms. */
const promiseMs = 1_000;

let lab: Lab;
let api: ApiClient;
let senders: Program[];
beforeAll(async () => {
  lab = await openLab();
  api = new ApiClient(lab);
  await addRecipients(lab, recipients);
  await lab.start('api');
  senders = [
    await lab.start('sender', times),
    await lab.start('sender', { ...times, METRICS_PORT: String(await freePort()) }),
  ];
});
afterAll(() => lab.close());

/** Launches a campaign to everyone at a slow carrier, and waits until it is in the middle. */
async function launchAndCatch(): Promise<string> {
  await control(lab, '/config', {
    method: 'PUT',
    body: { createLatencyMs: { min: 60, max: 200 }, failureRate: 0 },
  });
  const id = await api.launch(`${greeting} {{first_name|there}}`);
  await expect.poll(async () => (await api.report(id)).totals.handedOver, slow).toBeGreaterThan(150);
  return id;
}

/** People whose text is not on its way yet write this: some of the next in line, or some of the last. @returns their phones */
async function say(id: string, body: string, line: 'next' | 'last' = 'next'): Promise<string[]> {
  const { rows } = await lab.database.owner.query<{ phone: string; number: string }>(
    `select m.phone, n.phone as number from messages m
     join sending_numbers n on n.tenant_id = m.tenant_id and n.is_default
     where m.campaign_id = $1 and m.status in ('queued', 'sending') order by m.id ${line === 'next' ? 'asc' : 'desc'} limit $2`,
    [id, stops * apart],
  );
  const chosen = rows.filter((_, index) => index % apart === 0);
  await Promise.all(
    chosen.map(({ phone, number }) =>
      control(lab, '/inbound', { method: 'POST', body: { from: phone, to: number, body } }),
    ),
  );
  return chosen.map(({ phone }) => phone);
}

const page = z.object({
  items: z.array(
    z.object({
      direction: z.string(),
      body: z.string(),
      createdAt: z.coerce.date(),
      updatedAt: z.coerce.date(),
      webhook: z.object({ state: z.string() }).nullable(),
    }),
  ),
});

async function simulated(query: Record<string, string>) {
  const search = new URLSearchParams({ limit: '100', ...query });
  return page.parse(await control(lab, `/messages?${search.toString()}`)).items;
}

/** What the carrier took for somebody who said STOP: how long after its answered webhook, ms, and texts of no campaign. */
async function afterStop(phone: string) {
  const [stop] = await simulated({ from: phone, direction: 'inbound' });
  const sent = await simulated({ to: phone, direction: 'outbound-api' });
  const ours = sent.filter(({ body }) => body.includes(greeting));
  const answeredAt = stop?.updatedAt.getTime() ?? Number.NEGATIVE_INFINITY;
  return {
    answered: stop?.webhook?.state,
    lateByMs: Math.max(0, ...ours.map(({ createdAt }) => createdAt.getTime() - answeredAt)),
    confirmations: sent.length - ours.length,
  };
}

const all = (phones: readonly string[]) => Promise.all(phones.map(afterStop));

/** Waits until the campaign has ended and everybody who said STOP has been told. @returns those who were texted too late */
async function lateOnes(id: string, phones: readonly string[]) {
  await expect.poll(async () => (await api.report(id)).campaign.status, slow).toBe('completed');
  await expect
    .poll(async () => (await all(phones)).filter(({ confirmations }) => confirmations === 0), slow)
    .toEqual([]);
  return (await all(phones)).filter(
    ({ answered, lateByMs, confirmations }) =>
      answered !== 'answered' || lateByMs > promiseMs || confirmations !== 1,
  );
}

test('a STOP in the middle of a campaign stops its text within a second and is confirmed once; a doubt does so without', async () => {
  const id = await launchAndCatch();
  const [phones, doubting] = await Promise.all([say(id, 'STOP'), say(id, 'Ugh, who is this?', 'last')]);
  expect([phones.length, doubting.length]).toEqual([stops, stops]);
  expect(await lateOnes(id, phones)).toEqual([]);
  const held = await all(doubting);
  expect(held.filter(({ lateByMs, confirmations }) => lateByMs > promiseMs || confirmations > 0)).toEqual([]);
  const { totals } = await api.report(id);
  expect(totals.handedOver + totals.skipped).toBe(recipients);
  expect(totals.skipped).toBeGreaterThan(0);
  await expect.poll(() => counterDrift(lab), slow).toEqual([]);
});

test('so it does right after kill -9 of one of two senders', async () => {
  const id = await launchAndCatch();
  await senders[0]?.end('SIGKILL');
  const phones = await say(id, 'STOP');
  expect(phones.length).toBe(stops);
  expect(await lateOnes(id, phones)).toEqual([]);
});

const lastRequest = z.object({ lastCreateAtMs: z.number().nullable() });

/** How long the senders are watched for requests that must not come, ms. */
const watchedMs = 2 * promiseMs;

/** Throws a switch while texts go out, and watches both senders. @returns how long after the answer the last request began, ms */
async function lastAfter(change: PutKillSwitch): Promise<number> {
  await api.call(putKillSwitchResult, 'PUT', '/kill-switch', change);
  const thrownAt = Date.now();
  await expect.poll(() => Date.now() - thrownAt, slow).toBeGreaterThan(watchedMs);
  const { lastCreateAtMs } = lastRequest.parse(await control(lab, '/requests?limit=1'));
  return (lastCreateAtMs ?? 0) - thrownAt;
}

async function handedOver(id: string): Promise<number> {
  return (await api.report(id)).totals.handedOver;
}

test('the kill switch of a campaign, a number and a tenant stops both senders within a second, also with Redis away, and off goes on with exactly the rest', async () => {
  await control(lab, '/reset', { method: 'POST' });
  const id = await launchAndCatch();
  const { rows } = await lab.database.owner.query<{ id: string }>(
    'select id from sending_numbers where tenant_id = $1 and is_default',
    [lab.demo.tenant.id],
  );
  const [number] = rows;
  if (number === undefined) throw new Error('the demo tenant has no default number');
  const scopes = [
    { scope: 'campaign', id },
    { scope: 'number', id: number.id },
    { scope: 'tenant' },
  ] as const;
  for (const scope of scopes) {
    const redisIsAway = scope.scope === 'tenant';
    if (redisIsAway) await lab.redis.kill();
    expect(await lastAfter({ ...scope, on: true, reason: 'Wrong text' })).toBeLessThanOrEqual(promiseMs);
    if (redisIsAway) await lab.redis.start();
    const before = await handedOver(id);
    expect(before).toBeLessThan(recipients);
    await api.call(putKillSwitchResult, 'PUT', '/kill-switch', { ...scope, on: false, reason: 'Mended' });
    await expect.poll(() => handedOver(id), slow).toBeGreaterThan(before);
  }
  await expect.poll(async () => (await api.report(id)).campaign.status, slow).toBe('completed');
  const phones = await takenPhones(lab);
  const { totals } = await api.report(id);
  expect({ texts: phones.length, people: new Set(phones).size }).toEqual({
    texts: totals.handedOver,
    people: totals.handedOver,
  });
});
