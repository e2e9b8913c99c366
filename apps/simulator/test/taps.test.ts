import { afterEach, beforeEach, expect, it } from 'vitest';
import { startReceiver, type Receiver } from './support/receiver.ts';
import { asObject, startTestSimulator, type TestSimulator } from './support/running.ts';
import { waitFor } from './support/wait-for.ts';

let simulator: TestSimulator;
let shop: Receiver;
beforeEach(async () => {
  shop = await startReceiver();
  shop.answer(() => ({ status: 302 }));
  simulator = await startTestSimulator();
});
afterEach(async () => {
  await simulator.close();
  await shop.close();
});

const phoneOf = (index: number) => `+1212555${1_700 + index}`;

/** Texts with a link of each handset's own. */
async function textAll(count: number, more = ''): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await simulator.send({ To: phoneOf(index), Body: `See ${shop.origin}/own-${index}. ${more}` });
  }
}

async function start(order: Record<string, unknown>): Promise<Record<string, unknown>> {
  return asObject(await simulator.control('POST', '/taps', { perSecond: 1_000, ...order }));
}

async function finished(run: Record<string, unknown>): Promise<Record<string, unknown>> {
  const look = async () => asObject(await simulator.control('GET', `/taps/${String(run['id'])}`));
  await waitFor(async () => (await look())['finished'] === true, 20_000);
  return look();
}

it('opens the links of the newest texts as handsets do, each as its own visitor, and follows no redirect', async () => {
  await simulator.send({ To: phoneOf(0), Body: `Old: ${shop.origin}/old` });
  await textAll(3);
  const run = await start({ times: 2 });
  expect(run).toMatchObject({ handsets: 3, planned: 6, finished: false });
  expect(await finished(run)).toMatchObject({
    asked: 6,
    redirected: 6,
    shown: 0,
    failed: 0,
    retried: 0,
    refused: 0,
    unanswered: 0,
    byStatus: { 302: 6 },
    stopped: false,
  });
  expect(shop.received.map(({ url }) => url).toSorted()).toEqual(
    [0, 0, 1, 1, 2, 2].map((index) => `/own-${index}`),
  );
  const visitors = Map.groupBy(shop.received, ({ headers }) => headers['x-forwarded-for']);
  expect([...visitors.values()].map((taps) => new Set(taps.map(({ url }) => url)).size)).toEqual([1, 1, 1]);
  for (const { headers } of shop.received) expect(headers['user-agent']).toContain('Mobile');
});

it('taps what it is told: these handsets, so many, as this browser, with these headers, no faster than said', async () => {
  await textAll(5);
  const headers = { 'sec-purpose': 'prefetch', 'x-forwarded-for': '192.0.2.1' };
  const before = performance.now();
  const run = await start({
    phones: [3, 1, 4].map(phoneOf),
    handsets: 2,
    times: 2,
    agents: ['test'],
    headers,
    perSecond: 20,
  });
  expect(await finished(run)).toMatchObject({ handsets: 2, redirected: 4 });
  expect(performance.now() - before).toBeGreaterThan(140);
  expect(shop.received.map(({ url }) => url)).toEqual(['/own-3', '/own-1', '/own-3', '/own-1']);
  for (const { headers: sent } of shop.received)
    expect(sent).toMatchObject({ ...headers, 'user-agent': 'test' });
});

it('tries again after 503 and 429, gives up in the end, and takes other answers as they are', async () => {
  await textAll(4);
  shop.answer(({ url }, count) => {
    if (url === '/own-0') return { status: count < 5 ? 503 : 302 };
    return { status: { '/own-1': 429, '/own-2': 404 }[url] ?? 200 };
  });
  expect(await finished(await start({ retries: 1 }))).toMatchObject({
    asked: 4,
    redirected: 1,
    shown: 1,
    failed: 2,
    retried: 2,
    byStatus: { 200: 1, 302: 1, 404: 1, 429: 2, 503: 1 },
  });
});

it('tries again when nobody listens, and tells such tries from those that may have arrived', async () => {
  await textAll(2);
  const { origin } = shop;
  await shop.close();
  const run = await start({ retries: 20 });
  await waitFor(
    async () => Number(asObject(await simulator.control('GET', `/taps/${String(run['id'])}`))['refused']) > 2,
  );
  shop = await startReceiver({ port: Number(new URL(origin).port) });
  shop.answer(() => ({ status: 302 }));
  expect(await finished(run)).toMatchObject({ redirected: 2, failed: 0, unanswered: 0 });
  shop.answer(() => 'nothing');
  expect(await finished(await start({ retries: 1, timeoutMs: 100 }))).toMatchObject({
    redirected: 0,
    failed: 2,
    retried: 2,
    refused: 0,
    unanswered: 4,
    problems: { 'no answer in time': 4 },
    byStatus: {},
  });
});

it('opens nothing beyond this machine unless told, one run at a time, and a reset ends it', async () => {
  await simulator.send({ To: phoneOf(0), Body: 'See https://shop.example/spring' });
  await expect(start({})).rejects.toThrow(/409.*name its origin/);
  await textAll(1, 'And https://shop.example/spring');
  await expect(start({ origin: 'https://other.example' })).rejects.toThrow(/409.*other\.example/);
  await expect(start({ times: 1_000, perSecond: 0 })).rejects.toThrow(/400.*perSecond/);
  await expect(start({ headers: { host: 'x' } })).rejects.toThrow(/400.*headers: names are lower case/);
  expect(await start({ perSecond: 1, times: 1_000 })).toMatchObject({ planned: 1_000 });
  await expect(start({})).rejects.toThrow(/409.*taps-1 is under way/);
  await simulator.control('POST', '/reset');
  expect(await simulator.control('GET', '/taps')).toEqual({ items: [] });
  await textAll(1);
  expect(await finished(await start({ origin: `${shop.origin}/` }))).toMatchObject({ redirected: 1 });
});
