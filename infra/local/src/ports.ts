import { createServer } from 'node:net';
import { errorCode } from './error-code.ts';

/** The ports a newcomer knows; another is taken when one is in use. */
export const usualPorts = { web: 3000, api: 3001, shortener: 3002, simulator: 3003 };

/** Steps from a taken port to the next try; 3000 gives way to 3010, 3020 … */
const portStep = 10;
const portTries = 20;

/** `localhost` may mean either family, so a port is free only when nobody listens on any of these. */
const hosts = ['127.0.0.1', '::1', '0.0.0.0', '::'];
const familyMissing = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

/** Whether nobody on this machine listens on a TCP port. */
async function isFreePort(port: number): Promise<boolean> {
  for (const host of hosts) {
    if ((await tryListen(port, host)) === undefined) return false;
  }
  return true;
}

/** The preferred port, or the next free one at distances of 10, or any. */
export async function freePortNear(preferred: number): Promise<number> {
  for (let step = 0; step < portTries; step += 1) {
    const port = preferred + step * portStep;
    if (await isFreePort(port)) return port;
  }
  return freePort();
}

/** A port of the system's choice that nobody listens on. */
export async function freePort(): Promise<number> {
  for (let step = 0; step < portTries; step += 1) {
    const port = await tryListen(0, '127.0.0.1');
    if (port !== undefined && (await isFreePort(port))) return port;
  }
  throw new Error('No free TCP port was found on 127.0.0.1; end some programs and try again.');
}

/** Several different free ports. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  for (let step = 0; found.size < count && step < count + portTries; step += 1) found.add(await freePort());
  return [...found];
}

/** Listens for a moment; answers the port, or undefined when it is in use. */
function tryListen(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      const code = errorCode(error) ?? '';
      if (familyMissing.includes(code)) resolve(port);
      else if (code === 'EADDRINUSE' || code === 'EACCES') resolve(undefined);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true, ipv6Only: host === '::' }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}
