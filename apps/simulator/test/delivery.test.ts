import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startReceiver, type Receiver } from './support/receiver.ts';
import { asObject, startTestSimulator, type TestSimulator } from './support/running.ts';
import { waitFor } from './support/wait-for.ts';

describe('delivery', () => {
  let simulator: TestSimulator;
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver();
    simulator = await startTestSimulator();
  });
  afterEach(async () => {
    await simulator.close();
    await receiver.close();
  });

  const statuses = () => receiver.received.map(({ params }) => params['MessageStatus'] ?? '').toSorted();

  it('tells each status but the first by a signed callback', async () => {
    const path = '/status/t1?attempt=1';
    const { body } = await simulator.send({
      To: '+12125550401',
      StatusCallback: `${receiver.origin}${path}#rc=2&rp=all`,
    });
    await waitFor(() => receiver.received.length === 2);
    expect(statuses()).toEqual(['delivered', 'sent']);
    for (const { url, headers, params } of receiver.received) {
      expect(url).toBe(path);
      expect(params).toMatchObject({
        MessageSid: body['sid'],
        SmsSid: body['sid'],
        SmsStatus: params['MessageStatus'],
        AccountSid: simulator.account.sid,
        From: simulator.account.shortCode,
        To: '+12125550401',
        ApiVersion: '2010-04-01',
      });
      const signature = String(headers['x-twilio-signature']);
      expect(validateRequest(simulator.account.token, signature, receiver.origin + path, params)).toBe(true);
      expect(headers['i-twilio-idempotency-token']).toBeUndefined();
    }
    const done = receiver.received.find(({ params }) => params['MessageStatus'] === 'delivered');
    expect(done?.params['RawDlrDoneDate']).toMatch(/^\d{10}$/);
  });

  it('ends a text with the code it was given', async () => {
    await simulator.control('PUT', '/config', {
      outcomes: { '+12125550402': 30_005, '+12125550403': 30_034, '+12125550404': 'sent' },
    });
    for (const To of ['+12125550402', '+12125550403', '+12125550404']) {
      await simulator.send({ To, StatusCallback: `${receiver.origin}/` });
    }
    await waitFor(() => receiver.received.length === 4);
    expect(statuses()).toEqual(['failed', 'sent', 'sent', 'undelivered']);
    const codes = receiver.received.map(({ params }) => params['ErrorCode'] ?? '').toSorted();
    expect(codes).toEqual(['', '', '30005', '30034']);
    expect(await simulator.control('GET', '/stats')).toMatchObject({
      received: 3,
      byStatus: { failed: 1, undelivered: 1, sent: 1 },
      byErrorCode: { 30_005: 1, 30_034: 1 },
      callbacks: { sent: 4, failed: 0, retried: 0, dropped: 0, lost: 0 },
    });
  });

  it('calls nobody back for the magic sender', async () => {
    await simulator.send({ To: '+12125550407', From: '+15005550006', StatusCallback: `${receiver.origin}/` });
    await waitFor(async () => {
      const { byStatus } = asObject(await simulator.control('GET', '/stats'));
      return asObject(byStatus)['delivered'] === 1;
    });
    expect(receiver.received).toEqual([]);
  });
});
