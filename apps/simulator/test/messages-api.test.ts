import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkResponse } from './support/openapi.ts';
import { startTestSimulator, type TestSimulator } from './support/running.ts';
import { sdk } from './support/sdk.ts';
import { waitFor } from './support/wait-for.ts';

const callback = 'http://127.0.0.1:9/nobody';

describe('Messages API with the official SDK', () => {
  let simulator: TestSimulator;
  beforeAll(async () => {
    simulator = await startTestSimulator();
  });
  afterAll(() => simulator.close());

  it('creates a message with the fields and types of Twilio’s document', async () => {
    const { client, httpClient } = sdk(simulator.url, simulator.account);
    const message = await client.messages.create({
      to: '+12125550101',
      from: simulator.account.shortCode,
      body: 'Grüße! 😀',
      statusCallback: callback,
      validityPeriod: 60,
    });
    expect(message).toMatchObject({
      status: 'queued',
      direction: 'outbound-api',
      numSegments: '1',
      numMedia: '0',
      price: null,
      errorCode: null,
      body: 'Grüße! 😀',
    });
    expect(message.dateCreated).toBeInstanceOf(Date);
    expect(httpClient.exchanges).toBe(1);
  });

  it('shows the price, negative, after the message was sent', async () => {
    const { client } = sdk(simulator.url, simulator.account);
    const { sid } = await client.messages.create({
      to: '+12125550102',
      from: simulator.account.shortCode,
      body: 'x'.repeat(161),
    });
    await waitFor(async () => (await client.messages(sid).fetch()).price !== null);
    const message = await client.messages(sid).fetch();
    expect(message).toMatchObject({
      price: '-0.01580',
      priceUnit: 'USD',
      status: 'delivered',
      numSegments: '2',
    });
    expect(message.dateSent).toBeInstanceOf(Date);
  });

  it('takes media', async () => {
    const { client } = sdk(simulator.url, simulator.account);
    const message = await client.messages.create({
      to: '+12125550103',
      from: simulator.account.longCode,
      mediaUrl: ['https://example.com/a.png', 'https://example.com/b.png'],
    });
    expect(message.sid).toMatch(/^MM/);
    expect(message.numMedia).toBe('2');
  });

  it('answers unknown resources and wrong credentials like Twilio', async () => {
    const { client } = sdk(simulator.url, simulator.account);
    await expect(client.messages('SM00000000000000000000000000000000').fetch()).rejects.toMatchObject({
      status: 404,
      code: 20404,
    });
    const wrong = sdk(simulator.url, { ...simulator.account, token: 'wrong' });
    await expect(wrong.client.messages.list({ limit: 1 })).rejects.toMatchObject({
      status: 401,
      code: 20003,
    });
  });

  it('ignores parameters it does not know', async () => {
    const { status, body } = await simulator.send({ To: '+12125550104', Body: 'Hi', Surprise: 'yes' });
    expect(status).toBe(201);
    checkResponse('create', body);
    expect(() => checkResponse('create', { ...body, num_segments: 1 })).toThrow('num_segments');
    expect(() => checkResponse('create', { ...body, surprise: 'yes' })).toThrow('additional');
  });

  it('keeps what one account sent from the other', async () => {
    const { client } = sdk(simulator.url, simulator.account);
    const { sid } = await client.messages.create({
      to: '+12125550105',
      from: simulator.account.shortCode,
      body: 'mine',
    });
    const other = { sid: `AC${'0'.repeat(32)}`, token: 'other-token' };
    await simulator.control('POST', '/accounts', other);
    const { client: stranger } = sdk(simulator.url, other);
    await expect(stranger.messages(sid).fetch()).rejects.toMatchObject({ code: 20404 });
    expect(await stranger.messages.list()).toEqual([]);
  });
});
