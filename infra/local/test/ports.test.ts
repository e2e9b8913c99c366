import { createServer, type Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { freePort, freePortNear, freePorts } from '../src/ports.ts';

test('a free port is taken as it is', async () => {
  const port = await freePort();
  expect(await freePortNear(port)).toBe(port);
});

test.for(['127.0.0.1', '0.0.0.0', '::1', '::'])('a port taken on %s gives way to another', async (host) => {
  const taken = await listen(host);
  const port = await freePortNear(taken);
  expect(port).not.toBe(taken);
  await listen('127.0.0.1', port);
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
