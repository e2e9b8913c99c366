import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestSimulator, type TestSimulator } from './support/running.ts';
import { sdk } from './support/sdk.ts';

const service = `MG${'b'.repeat(32)}`;

describe('Lookup v2', () => {
  let simulator: TestSimulator;
  beforeEach(async () => {
    simulator = await startTestSimulator();
  });
  afterEach(() => simulator.close());

  const lookUp = (phone: string, fields?: string) =>
    sdk(simulator.url, simulator.account)
      .client.lookups.v2.phoneNumbers(phone)
      .fetch(fields === undefined ? {} : { fields });
  const typeOf = async (phone: string): Promise<unknown> => {
    const answer = await lookUp(phone, 'line_type_intelligence');
    return answer.lineTypeIntelligence?.type;
  };

  it('tells the line type the settings name, else one by chance, always the same', async () => {
    await simulator.control('PUT', '/config', {
      lineTypes: { '+12125550301': 'landline', '+12125550302': 'unknown' },
      landlineRate: 0.3,
    });
    expect(await typeOf('+12125550301')).toBe('landline');
    expect(await typeOf('+12125550302')).toBe('unknown');
    expect(await typeOf('+18005550100')).toBe('tollFree');
    const phones = Array.from({ length: 30 }, (_, index) => `+12125550${100 + index}`);
    const first = await Promise.all(phones.map(typeOf));
    expect(await Promise.all(phones.map(typeOf))).toEqual(first);
    expect(new Set(first)).toContain('landline');
    expect(new Set(first)).toContain('mobile');
  });

  it('answers 200 for a phone that is none, and tells no more than was asked', async () => {
    expect(await lookUp('+121255501')).toMatchObject({ valid: false, validationErrors: ['TOO_SHORT'] });
    expect(await lookUp('+12125550100')).toMatchObject({
      valid: true,
      countryCode: 'US',
      nationalFormat: '(212) 555-0100',
      lineTypeIntelligence: null,
    });
  });
});

describe('Messaging v1', () => {
  let simulator: TestSimulator;
  beforeEach(async () => {
    simulator = await startTestSimulator();
  });
  afterEach(() => simulator.close());

  it('tells services, their numbers and how far registrations are', async () => {
    const { sid, token, longCode, tollFree } = simulator.account;
    const { client } = sdk(simulator.url, simulator.account);
    const account = (campaignStatus: string) => ({
      sid,
      token,
      numbers: [
        { phone: longCode, type: '10dlc' },
        { phone: tollFree, type: 'toll-free', registration: 'pending' },
      ],
      services: [{ sid: service, numbers: [longCode], campaignStatus }],
    });
    await simulator.control('POST', '/accounts', account('IN_PROGRESS'));
    expect((await client.messaging.v1.services.list()).map((item) => item.sid)).toEqual([service]);
    expect(await client.messaging.v1.services(service).fetch()).toMatchObject({
      usAppToPersonRegistered: false,
    });
    const members = await client.messaging.v1.services(service).phoneNumbers.list();
    expect(members.map(({ phoneNumber }) => phoneNumber)).toEqual([longCode]);
    const [campaign] = await client.messaging.v1.services(service).usAppToPerson.list();
    expect(campaign).toMatchObject({ campaignStatus: 'IN_PROGRESS' });
    await simulator.control('POST', '/accounts', account('VERIFIED'));
    const again = client.messaging.v1.services(service).usAppToPerson(campaign?.sid ?? '');
    expect(await again.fetch()).toMatchObject({ campaignStatus: 'VERIFIED' });
    const [verification] = await client.messaging.v1.tollfreeVerifications.list();
    expect(verification).toMatchObject({ status: 'IN_REVIEW', tollfreePhoneNumber: tollFree });
  });

  it('refuses services with numbers the account has not', async () => {
    const { sid, token } = simulator.account;
    const bad = { sid, token, services: [{ sid: service, numbers: ['+12125550100'] }] };
    await expect(simulator.control('POST', '/accounts', bad)).rejects.toThrow(/400.*services/);
  });
});
