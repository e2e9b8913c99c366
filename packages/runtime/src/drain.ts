import type { Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';

/** How long a connection without a request may still bring one that was on its way when the end came, ms. */
const graceMs = 1_000;

/** Longest wait for requests in flight, ms. */
const inFlightMs = 5_000;

/** Pause between two looks for connections that nothing runs on, ms. */
const lookMs = 25;

/**
 * Prepares an HTTP server for an end without failed requests: Node's own `close` cuts idle connections at once, also those on
 * which a request is already travelling. Call it before the server listens.
 *
 * @returns stops accepting, answers what comes with `connection: close`, and resolves when all connections are gone
 */
export function prepareDrain(server: Server): () => Promise<void> {
  const unused = new Set<Socket>();
  let draining = false;
  server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.prependListener('request', ({ socket }, response) => {
    unused.delete(socket);
    if (draining) response.setHeader('connection', 'close');
    response.once('close', () => {
      if (!socket.destroyed) unused.add(socket);
    });
  });
  return async () => {
    draining = true;
    if (!server.listening) return;
    const startedAt = performance.now();
    const looking = setInterval(() => {
      const tookMs = performance.now() - startedAt;
      if (tookMs > inFlightMs) server.closeAllConnections();
      else if (tookMs > graceMs) for (const socket of unused) socket.destroy();
    }, lookMs);
    await closeListener(server);
    clearInterval(looking);
  };
}

/** The close of `net.Server`, which leaves open connections alone. */
function closeListener(server: Server): Promise<void> {
  return new Promise((resolve) => {
    NetServer.prototype.close.call(server, () => resolve());
  });
}
