import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkResponse } from './support/openapi.ts';
import { startTestSimulator, type TestSimulator } from './support/running.ts';

const to = '+12125550301';

const refused: readonly (readonly [string, Record<string, string>, number])[] = [
  ['no recipient', { To: '' }, 21604],
  ['no sender', { To: to, From: '' }, 21603],
  ['no body', { To: to, Body: '' }, 21602],
  ['a body of 1 601 characters', { To: to, Body: 'x'.repeat(1_601) }, 21617],
  ['a recipient that is no phone', { To: 'nobody' }, 21211],
  ['a recipient with too few digits', { To: '+1212555' }, 21211],
  ['a sender that is no sender', { To: to, From: '??' }, 21212],
  ['a number of somebody else', { To: to, From: '+14155559999' }, 21606],
  ['a sender name', { To: to, From: 'Bakery' }, 21606],
  ['a callback that is no address', { To: to, StatusCallback: 'nowhere' }, 21609],
  ['a callback with an underscore in its host', { To: to, StatusCallback: 'https://a_b.example/x' }, 21609],
  ['a validity period of none', { To: to, ValidityPeriod: '0' }, 21624],
  ['a validity period beyond ten hours', { To: to, ValidityPeriod: '36001' }, 21624],
  ['a messaging service', { To: to, MessagingServiceSid: `MG${'0'.repeat(32)}` }, 21701],
  ['the magic sender 0001', { To: to, From: '+15005550001' }, 21212],
  ['the magic sender 0007', { To: to, From: '+15005550007' }, 21606],
  ['the magic sender 0008', { To: to, From: '+15005550008' }, 21611],
  ['the magic recipient 0001', { To: '+15005550001' }, 21211],
  ['the magic recipient 0002', { To: '+15005550002' }, 21612],
  ['the magic recipient 0003', { To: '+15005550003' }, 21408],
  ['the magic recipient 0004', { To: '+15005550004' }, 21610],
  ['the magic recipient 0009', { To: '+15005550009' }, 21614],
];

describe('refusals', () => {
  let simulator: TestSimulator;
  beforeAll(async () => {
    simulator = await startTestSimulator();
  });
  afterAll(() => simulator.close());

  it.each(refused)('refuses %s', async (_, fields, code) => {
    const answer = await simulator.send(fields);
    checkResponse('error', answer.body);
    expect(answer).toMatchObject({ status: 400, body: { code, status: 400 } });
    expect(await simulator.control('GET', '/stats')).toMatchObject({ received: 0 });
  });

  it('takes the magic sender 0006 and a body of 1 600 characters', async () => {
    expect(await simulator.send({ To: to, From: '+15005550006' })).toMatchObject({ status: 201 });
    expect(await simulator.send({ To: to, Body: 'x'.repeat(1_600) })).toMatchObject({
      status: 201,
      body: { num_segments: '11' },
    });
  });

  it('answers a missing page of the API with Twilio’s error body', async () => {
    const { sid, token } = simulator.account;
    const response = await fetch(`${simulator.url}/2010-04-01/Accounts/${sid}/Nothing.json`, {
      headers: { authorization: `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}` },
    });
    expect(response.status).toBe(404);
    const body: unknown = await response.json();
    checkResponse('error', body);
    expect(body).toMatchObject({ code: 20404 });
  });
});
