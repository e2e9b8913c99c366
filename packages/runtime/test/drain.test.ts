import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { prepareDrain, type DrainOptions } from '../src/drain.ts';
import { portOf, withDeadline } from '../src/metrics.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server that answers when told to. */
async function serve(options: DrainOptions = {}) {
  const waiting: ServerResponse[] = [];
  const server = createServer((_request, response) => waiting.push(response));
  const drain = prepareDrain(server, options);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.closeAllConnections());
  return { server, drain, waiting, port: portOf(server) };
}

/** A client on a bare socket, which keeps its connection as a proxy does. */
async function client(port: number) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  closers.push(() => socket.destroy());
  let got = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    got += text;
  });
  const gone = once(socket, 'close');
  return { ask: () => socket.write('GET / HTTP/1.1\r\nhost: a.test\r\n\r\n'), got: () => got, gone };
}

test('a request in flight is answered, and its connection told to end', async () => {
  const { drain, waiting, port } = await serve();
  const one = await client(port);
  one.ask();
  await expect.poll(() => waiting.length).toBe(1);
  const drained = drain();
  waiting[0]?.end('answer');
  await withDeadline(drained, 4_000, 'drain');
  expect(one.got()).toContain('answer');
});

test('a request that comes on an open connection after the end began is answered with close', async () => {
  const { drain, waiting, port, server } = await serve();
  const one = await client(port);
  one.ask();
  await expect.poll(() => waiting.length).toBe(1);
  waiting[0]?.end('first');
  await expect.poll(one.got).toContain('first');
  const drained = drain();
  await expect.poll(() => server.listening).toBe(false);
  one.ask();
  await expect.poll(() => waiting.length).toBe(2);
  waiting[1]?.end('second');
  await withDeadline(drained, 4_000, 'drain');
  await one.gone;
  expect(one.got().toLowerCase()).toMatch(/connection: close[^]*second/);
});

test('who connects in the moment after the end began is answered, and need not connect again while others still may', async () => {
  const { drain, waiting, port, server } = await serve({ acceptMs: 2_000 });
  const drained = drain();
  const late = await client(port);
  late.ask();
  await expect.poll(() => waiting.length).toBe(1);
  waiting[0]?.end('first');
  await expect.poll(late.got).toContain('first');
  expect(late.got().toLowerCase()).not.toContain('connection: close');
  await expect.poll(() => server.listening).toBe(false);
  late.ask();
  await expect.poll(() => waiting.length).toBe(2);
  waiting[1]?.end('second');
  await withDeadline(drained, 4_000, 'drain');
  await late.gone;
  expect(late.got().toLowerCase()).toMatch(/first[^]*connection: close[^]*second/);
});

test('connections that wait when the listener closes are taken first, not reset', async () => {
  const { drain, waiting, port } = await serve({ acceptMs: 0 });
  const coming = Array.from({ length: 40 }, () => client(port));
  const drained = drain();
  for (const one of await Promise.all(coming)) one.ask();
  await expect.poll(() => waiting.length).toBe(40);
  for (const response of waiting) response.end('answer');
  await withDeadline(drained, 4_000, 'drain');
});

test('connections that bring nothing do not hold the end up, new ones are refused', async () => {
  const { drain, port, server } = await serve();
  const idle = await client(port);
  const drained = drain();
  await expect.poll(() => server.listening).toBe(false);
  await expect(client(port)).rejects.toThrow('ECONNREFUSED');
  await withDeadline(drained, 4_000, 'drain');
  await idle.gone;
  expect(idle.got()).toBe('');
});

test('a request that is never answered is cut in the end', async () => {
  const { drain, waiting, port } = await serve();
  const one = await client(port);
  one.ask();
  await expect.poll(() => waiting.length).toBe(1);
  const startedAt = performance.now();
  await withDeadline(drain(), 9_000, 'drain');
  expect(performance.now() - startedAt).toBeGreaterThan(7_900);
  await one.gone;
  expect(one.got()).toBe('');
}, 15_000);

test('a server that never listened is drained at once', async () => {
  const drain = prepareDrain(createServer());
  expect(await withDeadline(drain(), 500, 'drain')).toBeUndefined();
});
