import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestSimulator, type TestSimulator } from './support/running.ts';
import { sdk } from './support/sdk.ts';

describe('numbers with the official SDK', () => {
  let simulator: TestSimulator;
  let client: ReturnType<typeof sdk>['client'];
  beforeEach(async () => {
    simulator = await startTestSimulator();
    ({ client } = sdk(simulator.url, simulator.account));
  });
  afterEach(() => simulator.close());

  it('fetches the account with the right token only', async () => {
    const { sid } = simulator.account;
    expect(await client.api.v2010.accounts(sid).fetch()).toMatchObject({ sid, status: 'active' });
    const wrong = sdk(simulator.url, { sid, token: 'wrong' }).client;
    await expect(wrong.api.v2010.accounts(sid).fetch()).rejects.toMatchObject({ status: 401, code: 20003 });
    await simulator.control('POST', '/accounts', {
      sid,
      token: simulator.account.token,
      status: 'suspended',
    });
    await expect(client.api.v2010.accounts(sid).fetch()).rejects.toMatchObject({ status: 401, code: 20005 });
  });

  it('lists phone numbers by pages and digits, short codes apart', async () => {
    const numbers = await client.incomingPhoneNumbers.list({ pageSize: 1 });
    expect(numbers.map(({ phoneNumber }) => phoneNumber)).toEqual([
      simulator.account.longCode,
      simulator.account.tollFree,
    ]);
    const found = await client.incomingPhoneNumbers.list({ phoneNumber: simulator.account.tollFree });
    expect(found).toHaveLength(1);
    const shortCodes = await client.shortCodes.list();
    expect(shortCodes.map(({ shortCode }) => shortCode)).toEqual([simulator.account.shortCode]);
  });

  it('points numbers elsewhere and reads it back', async () => {
    const [number] = await client.incomingPhoneNumbers.list({ limit: 1 });
    const sid = number?.sid ?? '';
    const smsUrl = 'https://example.com/in';
    const changed = await client.incomingPhoneNumbers(sid).update({ smsUrl, friendlyName: 'Main' });
    expect(changed).toMatchObject({ smsUrl, friendlyName: 'Main' });
    expect(await client.incomingPhoneNumbers(sid).fetch()).toMatchObject({ smsUrl, friendlyName: 'Main' });
    expect(simulator.simulator.accounts.owner(simulator.account.longCode)?.number.smsUrl).toBe(smsUrl);
    await expect(client.incomingPhoneNumbers(sid).update({ smsUrl: 'nowhere' })).rejects.toMatchObject({
      code: 21502,
    });
    const [shortCode] = await client.shortCodes.list();
    expect(await client.shortCodes(shortCode?.sid ?? '').update({ smsUrl })).toMatchObject({ smsUrl });
  });

  it('finds numbers to buy by area code, digits and kind', async () => {
    const local = await client.availablePhoneNumbers('US').local.list({ areaCode: 212, limit: 3 });
    expect(local.map(({ phoneNumber }) => phoneNumber)).toEqual([
      '+12125550100',
      '+12125550101',
      '+12125550102',
    ]);
    const contains = await client.availablePhoneNumbers('US').local.list({ contains: '*0142' });
    expect(contains.every(({ phoneNumber }) => phoneNumber.endsWith('0142'))).toBe(true);
    const tollFree = await client.availablePhoneNumbers('US').tollFree.list({ smsEnabled: true, limit: 1 });
    expect(tollFree[0]?.phoneNumber).toMatch(/^\+18/);
    await expect(client.availablePhoneNumbers('US').mobile.list()).rejects.toMatchObject({ code: 20404 });
    expect(await client.availablePhoneNumbers('GB').mobile.list({ limit: 1 })).toHaveLength(1);
    expect(await client.availablePhoneNumbers('US').local.list({ smsEnabled: false })).toEqual([]);
  });

  it('sells a number once, sends from it when it is registered, and takes it back', async () => {
    const phoneNumber = '+12125550111';
    const bought = await client.incomingPhoneNumbers.create({
      phoneNumber,
      smsUrl: 'https://example.com/in',
    });
    expect(bought).toMatchObject({ phoneNumber, status: 'in-use', type: 'local' });
    await expect(client.incomingPhoneNumbers.create({ phoneNumber })).rejects.toMatchObject({ code: 21422 });
    expect(await client.availablePhoneNumbers('US').local.list({ contains: '2125550111' })).toEqual([]);
    const any = await client.incomingPhoneNumbers.create({ areaCode: '212' });
    expect(any.phoneNumber).toBe('+12125550100');
    const { sid } = await client.messages.create({ to: '+12125550199', from: phoneNumber, body: 'Hi' });
    await expect.poll(async () => (await client.messages(sid).fetch()).errorCode).toBe(30_034);
    expect(await client.incomingPhoneNumbers(bought.sid).remove()).toBe(true);
    await expect(client.incomingPhoneNumbers(bought.sid).fetch()).rejects.toMatchObject({ code: 20404 });
    await expect(
      client.messages.create({ to: '+12125550199', from: phoneNumber, body: 'Hi' }),
    ).rejects.toMatchObject({ code: 21606 });
  });
});
