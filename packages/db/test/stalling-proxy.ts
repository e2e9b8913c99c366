import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { portOf } from '@sms-crm/runtime/metrics';

/** A way to a server that can fall silent as a hanging machine does: connections stay and open, and nothing comes back. */
export async function stallingProxy(url: string): Promise<{
  url: string;
  stall: () => void;
  /** Connections that clients hold. */
  open: () => number;
  close: () => void;
}> {
  const { hostname, port } = new URL(url);
  const clients = new Set<Socket>();
  const servers = new Set<Socket>();
  let stalled = false;
  const proxy = createServer((client) => {
    clients.add(client);
    client.on('error', () => undefined).once('close', () => clients.delete(client));
    if (stalled) return;
    const server = connect(Number(port), hostname).on('error', () => undefined);
    servers.add(server);
    client.pipe(server).pipe(client);
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  const way = new URL(url);
  way.host = `127.0.0.1:${portOf(proxy)}`;
  return {
    url: way.href,
    stall: () => {
      stalled = true;
      for (const server of servers) server.unpipe();
    },
    open: () => clients.size,
    close: () => {
      for (const socket of [...clients, ...servers]) socket.destroy();
      proxy.close();
    },
  };
}
