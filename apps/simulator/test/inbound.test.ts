import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startReceiver, type Receiver } from './support/receiver.ts';
import { asObject, startTestSimulator, type TestSimulator } from './support/running.ts';
import { waitFor } from './support/wait-for.ts';

const phone = '+12125550801';

describe('inbound texts', () => {
  let simulator: TestSimulator;
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver();
    simulator = await startTestSimulator({ smsUrl: `${receiver.origin}/inbound?tenant=t1` });
  });
  afterEach(async () => {
    await simulator.close();
    await receiver.close();
  });

  const reply = (to: string, body: string) =>
    simulator.control('POST', '/inbound', { from: phone, to, body });
  const entries = async () => {
    const thread = asObject(await simulator.control('GET', `/threads/${phone}`));
    return Array.isArray(thread['entries']) ? thread['entries'].map(asObject) : [];
  };
  const stats = async () => asObject(await simulator.control('GET', '/stats'));

  it('are posted, signed, with the carrier’s parameters', async () => {
    await simulator.control('POST', '/inbound', {
      from: phone,
      to: simulator.account.shortCode,
      body: ' Hi there ',
      mediaUrls: ['https://example.com/a.png'],
    });
    await waitFor(() => receiver.received.length === 1);
    const [webhook] = receiver.received;
    expect(webhook?.params).toMatchObject({
      From: phone,
      To: simulator.account.shortCode,
      Body: ' Hi there ',
      NumMedia: '1',
      NumSegments: '1',
      MediaUrl0: 'https://example.com/a.png',
      MediaContentType0: 'image/png',
      FromCountry: 'US',
      SmsStatus: 'received',
      AccountSid: simulator.account.sid,
      ApiVersion: '2010-04-01',
    });
    expect(webhook?.params['SmsMessageSid']).toBe(webhook?.params['MessageSid']);
    const url = `${receiver.origin}/inbound?tenant=t1`;
    const signature = String(webhook?.headers['x-twilio-signature']);
    expect(validateRequest(simulator.account.token, signature, url, webhook?.params ?? {})).toBe(true);
  });

  it('bring the TwiML answer to the handset as a text', async () => {
    receiver.answer(() => ({
      status: 200,
      type: 'text/xml',
      body: '<Response><Message>You’re welcome</Message></Response>',
    }));
    await reply(simulator.account.shortCode, 'thanks');
    await waitFor(async () => (await entries()).length === 2);
    expect((await entries()).map(({ kind, body }) => [kind, body])).toEqual([
      ['reply', 'thanks'],
      ['text', 'You’re welcome'],
    ]);
    expect(await stats()).toMatchObject({
      replies: 1,
      received: 0,
      inbound: { received: 1, answered: 1, failed: 0 },
    });
  });

  it('keep what went wrong with their webhook', async () => {
    receiver.answer(() => ({ status: 200, type: 'application/json', body: '{}' }));
    await reply(simulator.account.shortCode, 'one');
    await waitFor(async () => asObject((await stats())['inbound'])['failed'] === 1);
    const [entry] = await entries();
    expect(entry?.['webhook']).toMatchObject({ state: 'failed', httpStatus: 200 });
    expect(JSON.stringify(entry)).toContain('12300');
  });

  it('to a number nobody has are refused', async () => {
    await expect(reply('+14155559999', 'hi')).rejects.toThrow(/404.*POST \/control\/accounts/);
  });

  it('of STOP are answered by the carrier on a 10DLC number and block it until START', async () => {
    const number = simulator.account.longCode;
    const send = () => simulator.send({ To: phone, From: number });
    await reply(number, 'Stop ');
    expect(await send()).toMatchObject({ status: 400, body: { code: 21_610 } });
    expect(await simulator.send({ To: phone })).toMatchObject({ status: 201 });
    await reply(number, 'STOP');
    await reply(number, 'yes');
    expect(await send()).toMatchObject({ status: 201 });
    const notices = (await entries()).filter(({ kind }) => kind === 'notice');
    expect(notices.map(({ by }) => by)).toEqual(['carrier', 'carrier']);
    expect(notices[0]?.['body']).toMatch(/^You have successfully been unsubscribed/);
    await waitFor(() => receiver.received.length === 3);
  });

  it('of STOP are answered by the network on a toll-free number, which YES does not lift', async () => {
    const number = simulator.account.tollFree;
    const send = () => simulator.send({ To: phone, From: number });
    await reply(number, 'stop');
    await reply(number, 'YES');
    expect(await send()).toMatchObject({ status: 400, body: { code: 21_610 } });
    await reply(number, 'unstop');
    expect(await send()).toMatchObject({ status: 201 });
    const notices = (await entries()).filter(({ kind }) => kind === 'notice');
    expect(notices.map(({ by, body }) => [by, String(body).slice(0, 12)])).toEqual([
      ['network', 'NETWORK MSG:'],
      ['network', 'NETWORK MSG:'],
    ]);
    expect(notices[1]?.['body']).toContain('"unstop"');
  });

  it('of STOP are left to the application on a short code', async () => {
    await reply(simulator.account.shortCode, 'STOP');
    await waitFor(() => receiver.received.length === 1);
    expect(await simulator.send({ To: phone })).toMatchObject({ status: 201 });
    expect((await entries()).filter(({ kind }) => kind === 'notice')).toEqual([]);
  });

  it('of more than the single word are no keyword to the carrier', async () => {
    const number = simulator.account.longCode;
    await reply(number, 'STOP PLEASE');
    expect(await simulator.send({ To: phone, From: number })).toMatchObject({ status: 201 });
  });
});
