import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { errorCode } from './error-code.ts';

/** A port that nobody else can take until it is released, right before its program starts. */
export type HeldPort = { port: number; release: () => Promise<void> };

/** Steps from a taken port to the next try; 3000 gives way to 3010, 3020 … */
const portStep = 10;
const portTries = 20;
export const highestPort = 65_535;

/** `localhost` may mean either family, so both are held, and a port is free only when nobody listens on any of these. */
const loopback = ['127.0.0.1', '::1'];
const everywhere = ['0.0.0.0', '::'];
const familyMissing = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

/** Holds the preferred port, or the next free one at distances of 10, or any. */
export async function holdPortNear(preferred: number): Promise<HeldPort> {
  for (let step = 0; step < portTries; step += 1) {
    const port = preferred + step * portStep;
    if (port > highestPort) break;
    const held = await tryHold(port);
    if (held !== undefined) return held;
  }
  return holdPort();
}

/** Holds a port of the system's choice. */
export async function holdPort(): Promise<HeldPort> {
  for (let step = 0; step < portTries; step += 1) {
    const held = await tryHold(await anyPort());
    if (held !== undefined) return held;
  }
  throw new Error('No free TCP port was found on 127.0.0.1; end some programs and try again.');
}

/** A port of the system's choice, for a program that starts at once. */
export async function freePort(): Promise<number> {
  const { port, release } = await holdPort();
  await release();
  return port;
}

/** Several different free ports. */
export async function freePorts(count: number): Promise<number[]> {
  const held = await Promise.all(Array.from({ length: count }, holdPort));
  await Promise.all(held.map(({ release }) => release()));
  return held.map(({ port }) => port);
}

async function tryHold(port: number): Promise<HeldPort | undefined> {
  for (const host of everywhere) {
    const server = await listen(port, host);
    if (server === 'taken') return undefined;
    await close(server);
  }
  const servers: (Server | undefined)[] = [];
  for (const host of loopback) {
    const server = await listen(port, host);
    if (server === 'taken') {
      await Promise.all(servers.map(close));
      return undefined;
    }
    servers.push(server);
  }
  return {
    port,
    release: async () => {
      await Promise.all(servers.map(close));
    },
  };
}

/** Listens on one address; undefined where the machine has no such family. */
async function listen(port: number, host: string): Promise<Server | 'taken' | undefined> {
  const server = createServer((socket) => socket.destroy());
  // A held port is no reason for the process to live on.
  server.unref();
  try {
    server.listen({ port, host, exclusive: true, ipv6Only: host.includes(':') });
    await once(server, 'listening');
    return server;
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (familyMissing.includes(code)) return undefined;
    if (code === 'EADDRINUSE' || code === 'EACCES') return 'taken';
    throw error;
  }
}

async function anyPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = addressOf(server);
  await close(server);
  return port;
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not bound to a TCP port');
  return address;
}

async function close(server: Server | undefined): Promise<void> {
  if (server === undefined) return;
  server.close();
  await once(server, 'close');
}
