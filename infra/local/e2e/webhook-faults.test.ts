import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { z } from 'zod';
import { ApiClient, control } from './kit/client.ts';
import { wipeRedis, withoutPostgres, withoutRedis } from './kit/disasters.ts';
import { openLab, type Lab } from './kit/lab.ts';
import { readMetric } from './kit/metric.ts';
import type { Program } from './kit/program.ts';
import { addRecipients, counterDrift } from './kit/recipients.ts';
import { carrierTruth, inBetween, ledgerSums } from './kit/truth.ts';
import { doubledEvents, endingsApart, storedCallbacks } from './kit/statuses.ts';

/** Each text is told of twice: sent, and how it ended. */
const texts = 5_000;
const told = 2 * texts;

const slow = { timeout: 180_000, interval: 250 };

/** Callbacks come over 12 seconds, and are tried again after longer than any of the troubles takes. */
const settings = {
  createLatencyMs: { min: 0, max: 0 },
  sentAfterMs: { min: 0, max: 6_000 },
  finalAfterMs: { min: 100, max: 6_000 },
  priceAfterMs: { min: 100, max: 2_000 },
  callbackRetryDelayMs: 4_000,
  failureRate: 0.05,
  failureMix: { 30005: 1, 30006: 1 },
  holdDelivery: true,
};

/** The carrier's list is read when the test says so: an hour after the texts, or by a sender with these times. */
const never = { FOLLOW_UP_FIRST_MS: '3600000' };
const now = { FOLLOW_UP_FIRST_MS: '1000', FOLLOW_UP_GAP_MS: '1000' };

const faults = [
  { kind: 'callback-lost', probability: 0.05 },
  { id: 'twice', kind: 'callback-duplicate', probability: 0.05 },
  { kind: 'callback-reorder', statuses: ['sent'], probability: 0.05 },
  { kind: 'callback-late', ms: 5_000, probability: 0.05 },
];

let lab: Lab;
let api: ApiClient;
let server: Program;
let sender: Program;
let campaignId: string;
beforeAll(async () => {
  lab = await openLab({ ownPostgres: true });
  api = new ApiClient(lab);
  await addRecipients(lab, texts);
  await lab.database.owner.query('update sending_numbers set rate_parts = 2000');
  await control(lab, '/config', { method: 'PUT', body: settings });
  await control(lab, '/faults', { method: 'POST', body: faults });
  [server, sender] = await Promise.all([lab.start('api'), lab.start('sender', never)]);
  campaignId = await api.launch('Hello {{first_name|there}}');
});
afterAll(() => lab?.close());

const stats = z.object({
  callbacks: z.record(z.enum(['sent', 'failed', 'retried', 'dropped', 'lost']), z.number()),
});
const rules = z.object({ items: z.array(z.object({ id: z.string(), struck: z.number() })) });

/** What the carrier knows of its callbacks; `twice` of them were posted as two. */
async function callbacks() {
  const { items } = rules.parse(await control(lab, '/faults'));
  const twice = items.find(({ id }) => id === 'twice')?.struck ?? 0;
  return { ...stats.parse(await control(lab, '/stats')).callbacks, twice };
}

/** Waits until this share of the callbacks was taken by the API. */
async function taken(share: number): Promise<void> {
  await expect.poll(async () => (await callbacks()).sent, slow).toBeGreaterThanOrEqual(share * told);
}

/** Waits until so many more callbacks found nobody to take them and will be tried again. */
async function refused(more: number): Promise<void> {
  const before = (await callbacks()).retried;
  await expect.poll(async () => (await callbacks()).retried - before, slow).toBeGreaterThanOrEqual(more);
}

test('10 000 callbacks of a carrier on a bad day, through crashes of PostgreSQL, Redis and the API: none that was taken is lost or counts twice', async () => {
  onTestFailed(async () => {
    const seen = {
      carrier: await callbacks(),
      stored: await storedCallbacks(lab),
      inBetween: await inBetween(lab),
    };
    process.stderr.write(`${JSON.stringify(seen, null, 1)}\n`);
  });
  await expect.poll(async () => (await api.report(campaignId)).totals.handedOver, slow).toBe(texts);
  await control(lab, '/config', { method: 'PUT', body: { holdDelivery: false } });
  await taken(0.1);
  await withoutPostgres(lab, () => refused(told * 0.05));
  const unavailable = 'sms_webhooks_total{kind="status",outcome="unavailable"';
  expect(await readMetric(lab, 'api', unavailable)).toBeGreaterThan(told * 0.025);
  await taken(0.3);
  await withoutRedis(lab, () => taken(0.4));
  await taken(0.5);
  await wipeRedis(lab);
  await taken(0.6);
  await server.end('SIGKILL');
  await refused(1);
  server = await lab.start('api');
  await expectAllStored();
  await expectAllApplied();
  await sender.end();
  sender = await lab.start('sender', now);
  await expectAllAsListed();
});

/** What the carrier did not lose or give up is there, each callback once. */
async function expectAllStored(): Promise<void> {
  const unanswered = async () => {
    const { sent, failed, lost, twice } = await callbacks();
    return told - lost + twice - sent - failed;
  };
  await expect.poll(unanswered, slow).toBe(0);
  const { failed, dropped, lost } = await callbacks();
  expect(dropped).toBe(0);
  const { stored } = await storedCallbacks(lab);
  // Given up are those that found nobody four times, which only happens on a machine too busy to start the API in time.
  expect(stored).toBeGreaterThanOrEqual(told - lost - failed);
  expect(stored).toBeLessThanOrEqual(told - lost);
}

/** What came is applied: only texts whose callbacks the carrier lost or gave up are not as it says. */
async function expectAllApplied(): Promise<void> {
  await expect.poll(() => storedCallbacks(lab), slow).toMatchObject({ open: 0 });
  const behind = Object.keys(await endingsApart(lab)).length;
  const { lost, failed } = await callbacks();
  expect(behind).toBeLessThanOrEqual(lost + failed);
  expect(await counterDrift(lab)).toEqual([]);
}

/** In the end everything is as the carrier's own list says, also what no callback told. */
async function expectAllAsListed(): Promise<void> {
  await expect.poll(() => endingsApart(lab), slow).toEqual({});
  const { acceptedTexts, phonesWithMore, chargedMicros } = await carrierTruth(lab);
  expect({ acceptedTexts, phonesWithMore }).toEqual({ acceptedTexts: texts, phonesWithMore: 0 });
  const settled = { total: 0, reserved: 0, charged: chargedMicros };
  await expect.poll(() => ledgerSums(lab), slow).toEqual(settled);
  expect(await doubledEvents(lab)).toEqual([]);
  expect(await counterDrift(lab)).toEqual([]);
}
