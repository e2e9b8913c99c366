import { afterAll, beforeAll, expect, test } from 'vitest';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { ApiClient, control } from '../kit/client.ts';
import { openLab, type Lab } from '../kit/lab.ts';
import type { Program } from '../kit/program.ts';
import { addRecipients, counterDrift, takenPhones } from '../kit/recipients.ts';

/** Texts whose outcome is unknown are looked up within the test; leases and requests take as long as ever. */
const usualTimes = { RECONCILE_WAIT_MS: '500', RECONCILE_GAP_MS: '500' };

/** Short times, so that a killed sender's texts are unknown within the test. */
const times = { ...usualTimes, LEASE_MS: '4000', REQUEST_TIMEOUT_MS: '2000' };
const recipients = 3_000;
const slow = { timeout: 90_000, interval: 250 };

let lab: Lab;
let api: ApiClient;
let sender: Program;
beforeAll(async () => {
  lab = await openLab();
  api = new ApiClient(lab);
  await addRecipients(lab, recipients);
  // Three times the demo number's own rate, so that tests wait less.
  await lab.database.owner.query('update sending_numbers set rate_parts = 300');
  await lab.start('api');
  sender = await lab.start('sender', usualTimes);
});
afterAll(() => lab.close());

/** Launches a campaign to everyone at a simulator that answers slowly enough to be caught in the middle. */
async function launchAndCatch(share: number): Promise<string> {
  await control(lab, '/reset', { method: 'POST' });
  await control(lab, '/config', {
    method: 'PUT',
    body: { createLatencyMs: { min: 60, max: 180 }, failureRate: 0 },
  });
  const id = await api.launch('Hello {{first_name|there}}');
  await expect
    .poll(async () => (await api.report(id)).totals.handedOver, slow)
    .toBeGreaterThan(recipients * share);
  return id;
}

async function expectEveryoneOnce(id: string): Promise<void> {
  await expect.poll(async () => (await api.report(id)).campaign.status, slow).toBe('completed');
  const phones = await takenPhones(lab);
  expect({ texts: phones.length, people: new Set(phones).size }).toEqual({
    texts: recipients,
    people: recipients,
  });
  await expect.poll(() => counterDrift(lab), slow).toEqual([]);
  const { totals } = await api.report(id);
  expect(totals).toMatchObject({ audience: recipients, handedOver: recipients, waiting: 0, skipped: 0 });
}

async function endInTime(): Promise<void> {
  const end = await sender.end('SIGTERM');
  expect(end.code).toBe(0);
  expect(end.tookMs).toBeLessThan(10_000);
}

/** Texts whose process said nothing of them, or whose outcome it does not know, and batches that are still some process's own. */
async function openWork(): Promise<Record<'sending' | 'unknown' | 'claimed', number> | undefined> {
  const { rows } = await lab.database.owner.query<Record<'sending' | 'unknown' | 'claimed', number>>(
    `select (select count(*)::int from messages where status = 'sending') as sending,
       (select count(*)::int from messages where status = 'unknown') as unknown,
       (select count(*)::int from message_batches where state = 'claimed') as claimed`,
  );
  return rows[0];
}

/** Has the carrier take every tenth text and not say so for longer than a process has to end. */
async function hangSome(): Promise<void> {
  const hanging = { id: 'hanging', kind: 'delay', ms: 15_000, accepted: true, every: 10 };
  await control(lab, '/faults', { method: 'POST', body: hanging });
  const struck = z.object({ items: z.array(z.object({ struck: z.number() })) });
  await expect
    .poll(async () => struck.parse(await control(lab, '/faults')).items[0]?.struck, slow)
    .toBeGreaterThan(5);
}

test('SIGTERM in the middle of a campaign: exit 0 in time, also when the carrier hangs, and the next sender goes on with exactly the rest', async () => {
  const id = await launchAndCatch(0.1);
  await endInTime();
  expect(await openWork()).toEqual({ sending: 0, unknown: 0, claimed: 0 });
  sender = await lab.start('sender', usualTimes);
  await hangSome();
  await endInTime();
  const { unknown, ...rest } = (await openWork()) ?? { unknown: 0 };
  expect(rest).toEqual({ sending: 0, claimed: 0 });
  expect(unknown).toBeGreaterThan(0);
  await control(lab, '/faults', { method: 'DELETE' });
  sender = await lab.start('sender', times);
  await expectEveryoneOnce(id);
});

test('kill -9 in the middle of a campaign: what was open is looked up at the carrier, nobody gets it twice', async () => {
  const id = await launchAndCatch(0.1);
  for (const share of [0.2, 0.5]) {
    await sender.end('SIGKILL');
    sender = await lab.start('sender', times);
    await expect
      .poll(async () => (await api.report(id)).totals.handedOver, slow)
      .toBeGreaterThan(recipients * share);
  }
  await expectEveryoneOnce(id);
});

test('a wiped and a killed Redis lose no message and send none twice', async () => {
  const id = await launchAndCatch(0.1);
  const redis = new Redis(lab.setup.redisUrl);
  await redis.flushall();
  redis.disconnect();
  await expect
    .poll(async () => (await api.report(id)).totals.handedOver, slow)
    .toBeGreaterThan(recipients * 0.3);
  await lab.redis.kill();
  await lab.redis.start();
  await expectEveryoneOnce(id);
});
