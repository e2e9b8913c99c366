import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asObject, startTestSimulator, type TestSimulator } from './support/running.ts';
import { waitFor } from './support/wait-for.ts';

const to = '+12125551201';

describe('requests that go wrong', () => {
  let simulator: TestSimulator;
  beforeEach(async () => {
    simulator = await startTestSimulator();
  });
  afterEach(() => simulator.close());

  const fault = (rule: object) => simulator.control('POST', '/faults', rule);
  const truth = async () => asObject(await simulator.control('GET', '/truth'));
  const accepted = async () => (await truth())['acceptedTexts'];

  it('refuses with the code and number of times a rule names, then no more', async () => {
    await fault({ kind: 'refuse', times: 2, retryAfterSeconds: 1 });
    const answers = [await simulator.send({ To: to }), await simulator.send({ To: to })];
    expect(answers.map(({ status, body }) => [status, body['code']])).toEqual([
      [429, 20_429],
      [429, 20_429],
    ]);
    expect(await simulator.send({ To: to })).toMatchObject({ status: 201 });
    expect(await accepted()).toBe(1);
    expect(await simulator.control('GET', '/faults')).toMatchObject({ items: [{ seen: 2, struck: 2 }] });
  });

  it('strikes the n-th request to a phone, or each n-th', async () => {
    await fault({ kind: 'refuse', code: 21_611, to, skip: 1, times: 1 });
    await fault({ kind: 'refuse', code: 21_611, to: '+1310*', every: 2 });
    const statuses: number[] = [];
    for (const phone of [to, to, to, '+13105550100', '+13105550100', '+13105550100']) {
      statuses.push((await simulator.send({ To: phone })).status);
    }
    expect(statuses).toEqual([201, 400, 201, 400, 201, 400]);
  });

  it('strikes a share by the seed, the same one each time', async () => {
    const first = await stormOf(simulator);
    expect(await stormOf(simulator)).toEqual(first);
    const refused = first.filter((status) => status === 429).length;
    expect(refused).toBeGreaterThan(5);
    expect(refused).toBeLessThan(35);
  });

  it('answers 5xx as JSON or HTML, before and after taking the text', async () => {
    await fault({ kind: 'server-error', status: 502, body: 'html', times: 1 });
    const html = await post(simulator, { To: to });
    expect(html.status).toBe(502);
    expect(await html.text()).toContain('<h1>502 Bad Gateway</h1>');
    expect(await accepted()).toBe(0);
    await fault({ kind: 'server-error', status: 503, accepted: true, times: 1 });
    expect(await simulator.send({ To: to })).toMatchObject({ status: 503, body: { code: 20_503 } });
    expect(await accepted()).toBe(1);
  });

  it('cuts the connection before or after taking the text', async () => {
    await fault({ kind: 'reset', times: 1 });
    await expect(post(simulator, { To: to })).rejects.toThrow('fetch failed');
    expect(await accepted()).toBe(0);
    await fault({ kind: 'reset', accepted: true, times: 1 });
    await expect(post(simulator, { To: to })).rejects.toThrow('fetch failed');
    expect(await accepted()).toBe(1);
  });

  it('withholds the answer longer than the client waits, having taken the text', async () => {
    await fault({ kind: 'delay', ms: 60_000, accepted: true, times: 1 });
    await expect(post(simulator, { To: to }, AbortSignal.timeout(50))).rejects.toThrow('timeout');
    expect(await accepted()).toBe(1);
  });

  it('takes the text only after the client has left', async () => {
    await fault({ kind: 'delay', ms: 300, times: 1 });
    await expect(post(simulator, { To: to }, AbortSignal.timeout(50))).rejects.toThrow('timeout');
    expect(await accepted()).toBe(0);
    await waitFor(async () => (await accepted()) === 1);
  });

  it('strikes lists and other requests too', async () => {
    await fault({ kind: 'server-error', on: 'list', times: 1 });
    await fault({ kind: 'refuse', on: 'other', times: 1 });
    const { sid, token } = simulator.account;
    const authorization = `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`;
    const get = async (path: string) => {
      const url = `${simulator.url}/2010-04-01/Accounts/${sid}${path}`;
      return (await fetch(url, { headers: { authorization } })).status;
    };
    expect([await get('/Messages.json'), await get('/Messages.json')]).toEqual([500, 200]);
    expect([await get('.json'), await get('.json')]).toEqual([429, 200]);
  });

  it('stops listening for a while and answers again', async () => {
    await simulator.control('POST', '/outage', { ms: 300 });
    await expect.poll(() => tried(simulator)).toBe('ECONNREFUSED');
    await expect.poll(() => tried(simulator)).toBe(201);
  });

  it('keeps an account within its requests per second and at once', async () => {
    const { sid, token, shortCode } = simulator.account;
    const numbers = [{ phone: shortCode, type: 'short-code' }];
    const limits = { concurrent: 2, perSecond: null };
    await simulator.control('POST', '/accounts', { sid, token, numbers, limits });
    await simulator.control('PUT', '/config', { createLatencyMs: { min: 200, max: 200 } });
    const answers = await Promise.all(Array.from({ length: 6 }, () => simulator.send({ To: to })));
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([201, 201, 429, 429, 429, 429]);
    await simulator.control('POST', '/accounts', { sid, token, numbers, limits: { perSecond: 0.01 } });
    expect(await simulator.send({ To: to })).toMatchObject({ status: 201 });
    expect(await simulator.send({ To: to })).toMatchObject({ status: 429, body: { code: 20_429 } });
  });
});

/** Sends sixty texts while three in ten are refused; their statuses. */
async function stormOf(simulator: TestSimulator): Promise<number[]> {
  await simulator.control('POST', '/reset');
  await simulator.control('POST', '/faults', { id: 'third', kind: 'refuse', probability: 0.3 });
  const statuses: number[] = [];
  for (let index = 0; index < 60; index += 1) {
    statuses.push((await simulator.send({ To: `+1212555${1_300 + index}` })).status);
  }
  return statuses;
}

/** The status a create request is answered with, or the code of its connection error. */
function tried(simulator: TestSimulator): Promise<unknown> {
  return post(simulator, { To: to }).then(
    ({ status }) => status,
    (error: Error) => asObject({ ...asError(error.cause) })['code'],
  );
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error('no cause');
}

function post(simulator: TestSimulator, fields: Record<string, string>, signal?: AbortSignal) {
  const { sid, token, shortCode } = simulator.account;
  return fetch(`${simulator.url}/2010-04-01/Accounts/${sid}/Messages.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}` },
    body: new URLSearchParams({ From: shortCode, Body: 'Hello', ...fields }),
    ...(signal === undefined ? {} : { signal }),
  });
}
