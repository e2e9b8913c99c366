import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { LiveHub, publishLive } from '../src/live.ts';
import { createLogger } from '../src/logger.ts';
import { withDeadline } from '../src/metrics.ts';
import { connectRedis, keyPrefix, redisReady, type Redis } from '../src/redis.ts';
import { RedisWay } from './redis-way.ts';

const log = createLogger({ name: 'test', level: 'silent' });
/** The hub waits at most 1 s before it listens to a new tenant, and 1 s after a loss. */
const soon = { timeout: 5_000 };

let publisher: Redis;
beforeAll(async () => {
  publisher = connectRedis({ url: process.env['TEST_REDIS_URL'] ?? '', name: 'test', log });
  await redisReady(publisher, 5_000);
});
afterAll(() => publisher.disconnect());

let way: RedisWay;
let hub: LiveHub;
beforeEach(async () => {
  way = await RedisWay.open();
  const connection = connectRedis({ url: way.url, name: 'test-live', log, blocking: true });
  hub = new LiveHub(connection, log);
  await redisReady(connection, 5_000);
});
afterEach(async () => {
  await hub.close();
  await way.cut();
});

const publish = (tenantId: string, ...topics: string[]) => publishLive(publisher, tenantId, topics);

/** Subscribes and keeps the positions that came. */
function listen(tenantId: string, topic: string) {
  const heard: string[] = [];
  const end = hub.subscribe(tenantId, topic, (position) => heard.push(position));
  return { heard, end };
}

test('a listener hears its topic of its tenant, and nothing else', async () => {
  const [mine, other] = [randomUUID(), randomUUID()];
  const listener = listen(mine, 'campaign:1');
  const elsewhere = listen(other, 'campaign:2');
  await publish(mine, 'campaign:2');
  await publish(other, 'campaign:1');
  await publish(mine, 'campaign:1');
  await publish(other, 'campaign:2');
  await expect.poll(() => [listener.heard.length, elsewhere.heard.length], soon).toEqual([1, 1]);
});

test('what was told before a listener came is not told to it', async () => {
  const tenant = randomUUID();
  await publisher.xadd(`${keyPrefix}:live:${tenant}`, '1-1', 'topic', 'campaign:1');
  const listener = listen(tenant, 'campaign:1');
  await publish(tenant, 'campaign:1');
  await expect.poll(() => listener.heard.length, soon).toBe(1);
  expect(listener.heard).not.toContain('1-1');
});

test('a late listener misses nothing that comes after it, however busy the hub is elsewhere', async () => {
  const [busy, late] = [randomUUID(), randomUUID()];
  const first = listen(busy, 'campaign:1');
  await publish(busy, 'campaign:1');
  await expect.poll(() => first.heard.length, soon).toBe(1);
  // The hub now waits for the busy tenant alone; the signal comes before it looks at the late one.
  const listener = listen(late, 'campaign:1');
  await publish(late, 'campaign:1');
  await expect.poll(() => listener.heard.length, soon).toBe(1);
});

test('a topic told twice in one go is one signal, each telling after that another', async () => {
  const tenant = randomUUID();
  const listener = listen(tenant, 'campaign:1');
  await publish(tenant, 'campaign:1', 'campaign:1', 'kill-switch');
  await publish(tenant, 'campaign:1');
  await publish(tenant);
  await expect.poll(() => listener.heard.length, soon).toBe(2);
  expect(listener.heard).toEqual([...new Set(listener.heard)]);
});

test('many tenants share one connection', async () => {
  const listeners = Array.from({ length: 40 }, () => {
    const tenant = randomUUID();
    return { tenant, ...listen(tenant, 'kill-switch') };
  });
  await Promise.all(listeners.map(({ tenant }) => publish(tenant, 'kill-switch')));
  await expect.poll(() => listeners.map(({ heard }) => heard.length), soon).toEqual(listeners.map(() => 1));
  expect(way.connections).toBe(1);
});

test('two listeners of one topic both hear; one that left hears nothing more', async () => {
  const tenant = randomUUID();
  const [stays, leaves] = [listen(tenant, 'import:1'), listen(tenant, 'import:1')];
  await publish(tenant, 'import:1');
  await expect.poll(() => [stays.heard.length, leaves.heard.length], soon).toEqual([1, 1]);
  leaves.end();
  await publish(tenant, 'import:1');
  await expect.poll(() => stays.heard.length, soon).toBe(2);
  expect(leaves.heard.length).toBe(1);
});

test('when all have left, the next listener is served again', async () => {
  const tenant = randomUUID();
  listen(tenant, 'import:1').end();
  const again = listen(tenant, 'import:1');
  await publish(tenant, 'import:1');
  await expect.poll(() => again.heard.length, soon).toBe(1);
});

test('after a cut connection the signals of the meantime arrive', async () => {
  const tenant = randomUUID();
  const listener = listen(tenant, 'campaign:1');
  await publish(tenant, 'campaign:1');
  await expect.poll(() => listener.heard.length, soon).toBe(1);
  expect(hub.connected).toBe(true);
  await way.cut();
  await expect.poll(() => hub.connected).toBe(false);
  await publish(tenant, 'campaign:1');
  await way.mend();
  await expect.poll(() => listener.heard.length, soon).toBe(2);
  await expect.poll(() => hub.connected).toBe(true);
});

test('closing ends a wait at once', async () => {
  const listener = listen(randomUUID(), 'campaign:1');
  await withDeadline(hub.close(), 500, 'close');
  expect(listener.heard).toEqual([]);
});

test('closing ends while Redis is away', async () => {
  listen(randomUUID(), 'campaign:1');
  await way.cut();
  await expect.poll(() => hub.connected).toBe(false);
  await withDeadline(hub.close(), 2_000, 'close');
});

test('the stream of a tenant is bounded and forgotten after an hour', async () => {
  const tenant = randomUUID();
  await Promise.all(Array.from({ length: 1_000 }, () => publish(tenant, 'campaign:1')));
  expect(await publisher.xlen(`${keyPrefix}:live:${tenant}`)).toBeLessThan(700);
  const seconds = await publisher.ttl(`${keyPrefix}:live:${tenant}`);
  expect(seconds).toBeGreaterThan(3_500);
  expect(seconds).toBeLessThanOrEqual(3_600);
});
