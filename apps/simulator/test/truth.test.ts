import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MinHeap } from '../src/bounded/min-heap.ts';
import { PhoneTable } from '../src/truth/phone-table.ts';
import { asObject, controlToken, startTestSimulator, type TestSimulator } from './support/running.ts';
import { waitFor } from './support/wait-for.ts';

describe('what really happened', () => {
  let simulator: TestSimulator;
  beforeEach(async () => {
    simulator = await startTestSimulator({ env: { MAX_MESSAGES: '10' } });
  });
  afterEach(() => simulator.close());

  const get = async (path: string) => asObject(await simulator.control('GET', path));
  async function lines(query = ''): Promise<Record<string, unknown>[]> {
    const response = await fetch(`${simulator.url}/control/accepted.ndjson${query}`, {
      headers: { authorization: `Bearer ${controlToken}` },
    });
    const text = await response.text();
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => asObject(JSON.parse(line)));
  }

  it('knows every text long after the log dropped it', async () => {
    for (let index = 0; index < 25; index += 1) {
      const text = { To: `+1212555${1_400 + (index % 20)}`, Body: `n${index}` };
      // While all that the log holds is still under way, it takes no more.
      await waitFor(async () => (await simulator.send(text)).status === 201);
    }
    await waitFor(async () => (await get('/truth'))['unfinishedTexts'] === 0);
    expect(await get('/truth')).toMatchObject({
      acceptedTexts: 25,
      acceptedParts: 25,
      chargedMicros: '197500',
      phones: 20,
      phonesWithMore: 5,
      uncountedTexts: 0,
    });
    const { items } = await get('/truth/phones?least=2&limit=100');
    expect(items).toHaveLength(5);
    expect(await get('/truth/phones/+12125551400')).toMatchObject({ accepted: 2, chargedMicros: '15800' });
    const all = await lines();
    expect(all).toHaveLength(25);
    expect(all.map(({ to }) => to).slice(0, 2)).toEqual(['+12125551400', '+12125551401']);
    expect(all[0]).not.toHaveProperty('sid');
    expect(all[24]).toMatchObject({ body: 'n24', from: simulator.account.shortCode, parts: 1 });
    const rest = await lines(`?cursor=${String(all[9]?.['cursor'])}&limit=5`);
    expect(rest.map(({ to }) => to)).toEqual(all.slice(10, 15).map(({ to }) => to));
  });

  it('tells when requests began, from which process, and how they ended', async () => {
    const before = Date.now();
    await simulator.send({ To: '+12125551450' });
    await simulator.send({ To: 'nobody' });
    await waitFor(async () => (await get('/requests'))['open'] === 0);
    const { items, lastCreateAtMs } = await get(`/requests?kind=create&since=${before}`);
    expect(items).toMatchObject([
      { kind: 'create', to: '+12125551450', status: 201, accepted: true, process: null },
      { to: 'nobody', status: 400, accepted: false },
    ]);
    expect(Number(lastCreateAtMs)).toBeGreaterThanOrEqual(before);
    const later = await get(`/requests?since=${new Date(Date.now() + 60_000).toISOString()}`);
    expect(later['items']).toEqual([]);
  });
});

describe('the table of phones', () => {
  const phone = fc.integer({ min: 1_000_000, max: 999_999_999_999_999 }).map((digits) => `+${digits}`);
  const event = fc.tuple(phone, fc.nat(1_000_000));

  it('counts like a map', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 3_000 }), (events) => {
        const table = new PhoneTable(1_000_000);
        const expected = new Map<string, { accepted: number; chargedMicros: bigint }>();
        for (const [to, micros] of events) {
          table.accept(to);
          table.charge(to, micros);
          const known = expected.get(to) ?? { accepted: 0, chargedMicros: 0n };
          expected.set(to, {
            accepted: known.accepted + 1,
            chargedMicros: known.chargedMicros + BigInt(micros),
          });
        }
        expect(table.size).toBe(expected.size);
        for (const [to, counts] of expected) expect(table.get(to)).toEqual({ phone: to, ...counts });
        expect(table.page(0, 10_000, 1).items).toHaveLength(expected.size);
      }),
      { numRuns: 30 },
    );
  });

  it('takes no more phones than its limit, but counts those it has', () => {
    const table = new PhoneTable(2);
    expect(['+1000001', '+1000002', '+1000003', '+1000001'].map((to) => table.accept(to))).toEqual([
      1,
      1,
      undefined,
      2,
    ]);
  });
});

describe('the heap', () => {
  it('gives numbers in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (numbers) => {
        const heap = new MinHeap();
        for (const number of numbers) heap.push(number);
        expect(numbers.map(() => heap.take())).toEqual(numbers.toSorted((a, b) => a - b));
        expect(heap.take()).toBeUndefined();
      }),
    );
  });
});
