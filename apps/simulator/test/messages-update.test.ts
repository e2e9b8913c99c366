import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestSimulator, type TestSimulator } from './support/running.ts';
import { sdk } from './support/sdk.ts';

const service = `MG${'c'.repeat(32)}`;
const to = '+12125550801';
const minutes = 60_000;

describe('redacting, deleting and scheduling', () => {
  let simulator: TestSimulator;
  let client: ReturnType<typeof sdk>['client'];
  beforeEach(async () => {
    simulator = await startTestSimulator();
    ({ client } = sdk(simulator.url, simulator.account));
    const { sid, token, longCode, shortCode } = simulator.account;
    await simulator.control('POST', '/accounts', {
      sid,
      token,
      numbers: [
        { phone: longCode, type: '10dlc', rateParts: 1 },
        { phone: shortCode, type: 'short-code' },
      ],
      services: [{ sid: service, numbers: [shortCode] }],
    });
    await simulator.control('PUT', '/clock', { held: true });
  });
  afterEach(() => simulator.close());

  const advance = (ms: number) => simulator.control('POST', '/clock/advance', { ms });
  const now = () => simulator.simulator.now();
  const send = (fields: object = {}) =>
    client.messages.create({ to, from: simulator.account.shortCode, body: 'Hello', ...fields });
  const statusOf = async (sid: string) => (await client.messages(sid).fetch()).status;
  const schedule = (sendAtMs: number) =>
    client.messages.create({
      to,
      messagingServiceSid: service,
      body: 'Later',
      scheduleType: 'fixed',
      sendAt: new Date(sendAtMs),
    });

  it('redacts and deletes what is finished only', async () => {
    const { sid } = await send();
    await expect(client.messages(sid).update({ body: '' })).rejects.toMatchObject({
      code: 20009,
      status: 409,
    });
    await expect(client.messages(sid).remove()).rejects.toMatchObject({ code: 20009 });
    await advance(1_000);
    expect(await client.messages(sid).update({ body: '' })).toMatchObject({ body: '', status: 'delivered' });
    expect(await client.messages(sid).remove()).toBe(true);
    await expect(client.messages(sid).fetch()).rejects.toMatchObject({ code: 20404 });
    expect(await client.messages.list()).toEqual([]);
    expect(await simulator.control('GET', '/truth')).toMatchObject({ acceptedTexts: 1 });
  });

  it('keeps a scheduled text until its time, then sends it from a number of the service', async () => {
    const sendAtMs = now() + 30 * minutes;
    const created = await schedule(sendAtMs);
    expect(created).toMatchObject({ status: 'scheduled', from: null, numSegments: '0' });
    await advance(29 * minutes);
    expect(await statusOf(created.sid)).toBe('scheduled');
    await advance(2 * minutes);
    const sent = await client.messages(created.sid).fetch();
    expect(sent).toMatchObject({ status: 'delivered', from: simulator.account.shortCode, numSegments: '1' });
    expect(sent.dateSent.getTime()).toBeGreaterThanOrEqual(Math.floor(sendAtMs / 1_000) * 1_000);
  });

  it('cancels what is scheduled; what is queued only by the setting', async () => {
    const later = await schedule(now() + 30 * minutes);
    expect(await client.messages(later.sid).update({ status: 'canceled' })).toMatchObject({
      status: 'canceled',
    });
    const queued = await send();
    const cancel = () => client.messages(queued.sid).update({ status: 'canceled' });
    await expect(cancel()).rejects.toMatchObject({ code: 30409 });
    await simulator.control('PUT', '/config', { cancelQueued: true });
    expect(await cancel()).toMatchObject({ status: 'canceled' });
    await advance(60 * minutes);
    expect(await statusOf(later.sid)).toBe('canceled');
    expect(await simulator.control('GET', '/truth')).toMatchObject({
      chargedMicros: '0',
      unfinishedTexts: 0,
    });
  });

  it('refuses schedules without service or time, or outside their window', async () => {
    const fixed = { scheduleType: 'fixed' as const };
    await expect(send({ ...fixed, sendAt: new Date() })).rejects.toMatchObject({ code: 35118 });
    const inService = { ...fixed, messagingServiceSid: service, from: undefined };
    await expect(send(inService)).rejects.toMatchObject({ code: 35111 });
    await expect(schedule(now() + 14 * minutes)).rejects.toMatchObject({ code: 35115 });
    await expect(schedule(now() + 36 * 1_440 * minutes)).rejects.toMatchObject({ code: 35115 });
  });

  it('fails a scheduled text of somebody who stopped the number meanwhile', async () => {
    const { sid } = await schedule(now() + 30 * minutes);
    simulator.simulator.blocks.add(simulator.account.shortCode, to);
    await advance(31 * minutes);
    expect(await client.messages(sid).fetch()).toMatchObject({ status: 'failed', errorCode: 21_610 });
  });

  it('sends at the number’s rate and drops what waited longer than its validity', async () => {
    const from = simulator.account.longCode;
    const sids = [];
    for (let index = 0; index < 4; index += 1) {
      sids.push((await send({ from, validityPeriod: index === 3 ? 2 : 3_600 })).sid);
    }
    await advance(1_500);
    expect(await Promise.all(sids.map(statusOf))).toEqual(['delivered', 'delivered', 'queued', 'queued']);
    await advance(2_000);
    const last = await client.messages(sids[3] ?? '').fetch();
    expect(last).toMatchObject({ status: 'failed', errorCode: 30_036, price: null });
    expect(await statusOf(sids[2] ?? '')).toBe('delivered');
  });

  it('refuses a text when the number’s queue is full, and fails it when a service took it', async () => {
    await simulator.control('PUT', '/config', { queueSeconds: 2, ratePartsByType: byType });
    await send();
    await send();
    await expect(send()).rejects.toMatchObject({ code: 21611 });
    const { sid, status } = await client.messages.create({ to, messagingServiceSid: service, body: 'Hi' });
    expect(status).toBe('accepted');
    await advance(5);
    expect(await client.messages(sid).fetch()).toMatchObject({ status: 'failed', errorCode: 30_001 });
    await advance(10_000);
    expect(await send()).toMatchObject({ status: 'queued' });
  });
});

const byType = { 'long-code': null, '10dlc': null, 'toll-free': null, 'short-code': 1 };
