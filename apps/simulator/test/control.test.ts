import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asObject, startTestSimulator, type TestSimulator } from './support/running.ts';
import { waitFor } from './support/wait-for.ts';

type Page = { items: Record<string, unknown>[]; nextCursor: string | null };

describe('the control API', () => {
  let simulator: TestSimulator;
  beforeEach(async () => {
    simulator = await startTestSimulator();
  });
  afterEach(() => simulator.close());

  async function page(path: string): Promise<Page> {
    const { items, nextCursor } = asObject(await simulator.control('GET', path));
    if (!Array.isArray(items)) throw new Error('no items');
    return { items: items.map(asObject), nextCursor: typeof nextCursor === 'string' ? nextCursor : null };
  }

  async function every(path: string): Promise<Record<string, unknown>[]> {
    const all: Record<string, unknown>[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const next: Page = await page(`${path}&limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
      all.push(...next.items);
      cursor = next.nextCursor;
    }
    return all;
  }

  async function phones(query: string): Promise<unknown[]> {
    return (await every(`/threads?${query}`)).map(({ phone }) => phone);
  }

  it('pages over all messages, oldest first, with filters', async () => {
    for (let index = 0; index < 8; index += 1) {
      await simulator.send({ To: `+1212555090${index % 2}`, Body: `n${index}` });
    }
    const all = await every('/messages?direction=outbound-api');
    expect(all.map(({ body }) => body)).toEqual(['n0', 'n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7']);
    const one = await every('/messages?to=%2B12125550901');
    expect(one.map(({ body }) => body)).toEqual(['n1', 'n3', 'n5', 'n7']);
    await expect(simulator.control('GET', '/messages?cursor=x')).rejects.toThrow(/400.*cursor/);
  });

  it('lists handsets newest first and finds them by digits and text', async () => {
    for (const [index, phone] of ['+12125550911', '+12125550912', '+13105550913'].entries()) {
      await simulator.send({ To: phone, Body: `Hello ${['Ann', 'Ben', 'Cleo'][index]}` });
    }
    expect(await phones('')).toEqual(['+13105550913', '+12125550912', '+12125550911']);
    expect(await phones('q=(212) 555')).toEqual(['+12125550912', '+12125550911']);
    expect(await phones('q=cleo')).toEqual(['+13105550913']);
    expect(await phones('q=nobody')).toEqual([]);
  });

  it('marks a handset read', async () => {
    await simulator.send({ To: '+12125550921' });
    expect((await page('/threads')).items[0]).toMatchObject({ unread: 1 });
    await simulator.control('POST', '/threads/+12125550921/read');
    expect((await page('/threads')).items[0]).toMatchObject({ unread: 0 });
    await expect(simulator.control('GET', '/threads/+12125559999')).rejects.toThrow(/404/);
  });

  it('resets traffic and keeps accounts unless told', async () => {
    await simulator.send({ To: '+12125550931' });
    await simulator.control('POST', '/inbound', {
      from: '+12125550931',
      to: simulator.account.longCode,
      body: 'STOP',
    });
    await simulator.control('POST', '/reset');
    expect(await simulator.control('GET', '/stats')).toMatchObject({
      received: 0,
      totalPriceMicros: 0,
      kept: { messages: 0, threads: 0, blocks: 0 },
    });
    expect(await simulator.send({ To: '+12125550931', From: simulator.account.longCode })).toMatchObject({
      status: 201,
    });
    await simulator.control('POST', '/reset', { accounts: true, settings: true, clock: true });
    expect(await simulator.send({ To: '+12125550931' })).toMatchObject({ status: 401 });
    expect(await simulator.control('GET', '/config')).toEqual(
      await simulator.control('GET', '/config/defaults'),
    );
  });

  it('counts prices of both directions', async () => {
    await simulator.control('PUT', '/config', { pricePerPartMicros: 5_000, inboundPricePerPartMicros: 700 });
    await simulator.send({ To: '+12125550941', Body: 'x'.repeat(200) });
    await simulator.control('POST', '/inbound', {
      from: '+12125550941',
      to: simulator.account.shortCode,
      body: 'ok',
    });
    await waitFor(
      async () => asObject(await simulator.control('GET', '/stats'))['totalPriceMicros'] === 10_700,
    );
    expect(await simulator.control('GET', '/stats')).toMatchObject({
      outboundPriceMicros: 10_000,
      inboundPriceMicros: 700,
    });
  });

  it('never shows a token and refuses a number that is taken', async () => {
    const { items } = await page('/accounts');
    expect(JSON.stringify(items)).not.toContain(simulator.account.token);
    const thief = {
      sid: `AC${'1'.repeat(32)}`,
      token: 't',
      numbers: [{ phone: '55512', type: 'short-code' }],
    };
    await expect(simulator.control('POST', '/accounts', thief)).rejects.toThrow(/409.*another account/);
  });

  it('names every bad field', async () => {
    const bad = { failureRate: 2, finalAfterMs: { min: 5, max: 1 }, nonsense: 1 };
    await expect(simulator.control('PUT', '/config', bad)).rejects.toThrow(
      /failureRate.*finalAfterMs.*|nonsense/s,
    );
    await expect(simulator.control('GET', '/nothing')).rejects.toThrow(/404/);
  });
});
