import { createServer, type Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { freePort, freePorts, holdPort, holdPortNear } from '../src/ports.ts';

test('a free port is taken as it is, and is ours until it is released', async () => {
  const wanted = await freePort();
  const held = await holdPortNear(wanted);
  expect(held.port).toBe(wanted);
  await expect(listen('127.0.0.1', wanted)).rejects.toThrow('EADDRINUSE');
  await expect(listen('0.0.0.0', wanted)).rejects.toThrow('EADDRINUSE');
  await held.release();
  expect(await listen('127.0.0.1', wanted)).toBe(wanted);
});

test.for(['127.0.0.1', '0.0.0.0', '::1', '::'])('a port taken on %s gives way to another', async (host) => {
  const taken = await listen(host);
  const other = await holdPortNear(taken);
  onTestFinished(other.release);
  expect(other.port).not.toBe(taken);
});

test('a taken port near the highest gives way to a lower one', async () => {
  const first = await holdPortNear(65_530);
  onTestFinished(first.release);
  const other = await holdPortNear(65_530);
  onTestFinished(other.release);
  expect(other.port).not.toBe(65_530);
  expect(other.port).toBeLessThanOrEqual(65_535);
});

test('two that want the same port at once get different ones', async () => {
  const wanted = await freePort();
  const held = await Promise.all([holdPortNear(wanted), holdPortNear(wanted), holdPort()]);
  onTestFinished(async () => {
    await Promise.all(held.map(({ release }) => release()));
  });
  expect(new Set(held.map(({ port }) => port)).size).toBe(3);
});

test('several ports are different ones', async () => {
  expect(new Set(await freePorts(8)).size).toBe(8);
});

async function listen(host: string, port = 0): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ host, port }, resolve);
  });
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
