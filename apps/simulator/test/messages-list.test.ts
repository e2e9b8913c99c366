import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestSimulator, type TestSimulator } from './support/running.ts';
import { sdk } from './support/sdk.ts';

const day = 86_400_000;

describe('listing messages', () => {
  let simulator: TestSimulator;
  const bodies = Array.from({ length: 7 }, (_, index) => `text ${index}`);
  beforeAll(async () => {
    simulator = await startTestSimulator();
    for (const [index, body] of bodies.entries()) {
      await simulator.send({ To: `+1212555020${index % 2}`, Body: body });
    }
  });
  afterAll(() => simulator.close());

  const client = () => sdk(simulator.url, simulator.account).client;
  const count = async (filter: object) => (await client().messages.list(filter)).length;

  it('lists newest first over all pages', async () => {
    const listed = await client().messages.list({ pageSize: 3 });
    expect(listed.map(({ body }) => body)).toEqual(bodies.toReversed());
  });

  it('pages forward and back', async () => {
    const first = await client().messages.page({ pageSize: 3 });
    const second = await first.nextPage();
    const third = await second?.nextPage();
    const back = await third?.previousPage();
    const start = await back?.previousPage();
    const shown = [first, second, third, back, start].map((page) => page?.instances.map(({ body }) => body));
    expect(shown).toEqual([
      ['text 6', 'text 5', 'text 4'],
      ['text 3', 'text 2', 'text 1'],
      ['text 0'],
      ['text 3', 'text 2', 'text 1'],
      ['text 6', 'text 5', 'text 4'],
    ]);
    expect(await third?.nextPage()).toBeUndefined();
    expect(await start?.previousPage()).toBeUndefined();
  });

  it('filters by recipient and sender', async () => {
    const toOne = await client().messages.list({ to: '+12125550201', pageSize: 2 });
    expect(toOne.map(({ body }) => body)).toEqual(['text 5', 'text 3', 'text 1']);
    expect(await client().messages.list({ from: simulator.account.shortCode })).toHaveLength(7);
    expect(await client().messages.list({ from: simulator.account.longCode })).toEqual([]);
  });

  it('filters by the day or moment of sending, bounds included', async () => {
    const now = Date.now();
    expect(await count({ dateSentAfter: new Date(now - 60_000) })).toBe(7);
    expect(await count({ dateSentAfter: new Date(now + 60_000) })).toBe(0);
    expect(await count({ dateSentBefore: new Date(now + 60_000) })).toBe(7);
    expect(await count({ dateSentBefore: new Date(now - 60_000) })).toBe(0);
    expect(await count({ dateSent: new Date(now - 3 * day) })).toBe(0);
    const byDay = await fetchList(`DateSent=${new Date(now).toISOString().slice(0, 10)}`);
    expect(byDay.status).toBe(200);
    expect((await fetchList('DateSent%3E=yesterday-ish')).status).toBe(400);
    expect((await fetchList('PageToken=PA0')).status).toBe(400);
  });

  function fetchList(query: string): Promise<Response> {
    const { sid, token } = simulator.account;
    return fetch(`${simulator.url}/2010-04-01/Accounts/${sid}/Messages.json?${query}`, {
      headers: { authorization: `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}` },
    });
  }
});
