import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import {
  Counter,
  createMetrics,
  portOf,
  serveMetrics,
  withDeadline,
  type ReadinessCheck,
} from '../src/metrics.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(checks?: readonly ReadinessCheck[]) {
  const registry = createMetrics('test');
  const options = { registry, host: '127.0.0.1', port: 0 };
  const { port, close } = await serveMetrics(checks === undefined ? options : { ...options, checks });
  closers.push(close);
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: response.status, text: await response.text() };
  };
  return { registry, port, get, close };
}

const never = () => new Promise<void>(() => undefined);
const fine = () => Promise.resolve();
const away = () => Promise.reject<void>(new Error('connection refused'));

test('/metrics shows the counters of the process, labelled with its name', async () => {
  const { registry, get } = await serve();
  new Counter({ name: 'texts_total', help: 'Texts', registers: [registry] }).inc(3);
  const { status, text } = await get('/metrics');
  expect(status).toBe(200);
  expect(text).toContain('texts_total{process="test"} 3');
  expect(text).toContain('process_cpu_seconds_total{process="test"}');
});

test('/health answers while a dependency is away, /ready names it and the cause', async () => {
  const { get } = await serve([
    { name: 'postgres', check: fine },
    { name: 'redis', check: away },
  ]);
  expect(await get('/health')).toEqual({ status: 200, text: '{"status":"alive"}' });
  const { status, text } = await get('/ready?verbose');
  expect(status).toBe(503);
  expect(JSON.parse(text)).toEqual({ ready: false, failed: { redis: 'connection refused' } });
});

test('/ready follows its checks from request to request', async () => {
  let check = away;
  const { get } = await serve([{ name: 'postgres', check: () => check() }]);
  expect((await get('/ready')).status).toBe(503);
  check = fine;
  expect((await get('/ready')).status).toBe(200);
});

test('checks that hang are told as such within their deadline, all at once', async () => {
  const hanging = ['postgres', 'redis', 'carrier'].map((name) => ({ name, check: never }));
  const { get } = await serve(hanging);
  const { status, text } = await withDeadline(get('/ready'), 4_000, '/ready');
  expect(status).toBe(503);
  expect(JSON.parse(text)).toEqual({
    ready: false,
    failed: {
      postgres: 'postgres did not answer within 2000 ms',
      redis: 'redis did not answer within 2000 ms',
      carrier: 'carrier did not answer within 2000 ms',
    },
  });
});

test('another path tells what there is', async () => {
  const { get } = await serve();
  const { status, text } = await get('/');
  expect(status).toBe(404);
  expect(text).toContain('/ready');
});

test('a port in use is an error of the start', async () => {
  const { port, registry } = await serve();
  await expect(serveMetrics({ registry, host: '127.0.0.1', port })).rejects.toThrow('EADDRINUSE');
});

test('closing ends although a scraper keeps its connection', async () => {
  const { get, close } = await serve();
  await get('/health');
  await withDeadline(close(), 2_000, 'close');
  await expect(get('/health')).rejects.toThrow(/./);
});

test('a server that listens to no port has none', async () => {
  const server = createServer();
  expect(() => portOf(server)).toThrow('not bound');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  expect(portOf(server)).toBeGreaterThan(0);
  server.close();
});

test('withDeadline gives the result or the error of work that ends in time', async () => {
  await expect(withDeadline(Promise.resolve('done'), 1_000, 'work')).resolves.toBe('done');
  await expect(withDeadline(Promise.reject(new Error('broken')), 1_000, 'work')).rejects.toThrow('broken');
});

test('withDeadline names what was late; its end afterwards, even an error, disturbs nobody', async () => {
  const { promise: work, reject } = Promise.withResolvers<void>();
  await expect(withDeadline(work, 5, 'the carrier')).rejects.toThrow(
    'the carrier did not answer within 5 ms',
  );
  reject(new Error('too late'));
  await expect(work).rejects.toThrow('too late');
});
