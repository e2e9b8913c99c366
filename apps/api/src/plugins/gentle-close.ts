import { Server, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** How long a connection without a request may still bring one that was on its way when the end came, ms. */
const graceMs = 1_000;

/** Longest wait for requests in flight, ms; below the process's own deadline. */
const inFlightMs = 6_000;

/** Pause between two looks for connections that nothing runs on, ms. */
const lookMs = 50;

declare module 'fastify' {
  interface FastifyInstance {
    /** Ends the HTTP server so that no request that reached it fails. */
    closeGently: () => Promise<void>;
  }
}

/**
 * Gives the app `closeGently`: stops accepting, ends live streams, answers everything in flight with `connection: close`, then closes.
 * Node's own `close` cuts idle keep-alive connections at once, also those on which a request is already travelling, and waits for
 * connections that browsers opened ahead and never used.
 */
export function addGentleClose(app: FastifyInstance): void {
  const unused = watchConnections(app);
  let closing = false;
  app.addHook('onSend', async (_request, reply) => {
    if (closing) void reply.header('connection', 'close');
  });
  app.decorate('closeGently', async () => {
    closing = true;
    app.streams.close();
    if (app.server.listening) await drain(app, unused);
    await app.close();
  });
}

/** The connections on which no request runs. */
function watchConnections(app: FastifyInstance): () => Iterable<Socket> {
  const unused = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  app.server.on('request', ({ socket }, response) => {
    unused.delete(socket);
    response.once('close', () => {
      if (!socket.destroyed) unused.add(socket);
    });
  });
  return () => [...unused];
}

async function drain(app: FastifyInstance, unused: () => Iterable<Socket>): Promise<void> {
  const { server } = app;
  const startedAt = performance.now();
  const looking = setInterval(() => {
    const tookMs = performance.now() - startedAt;
    if (tookMs > inFlightMs) server.closeAllConnections();
    else if (tookMs > graceMs) for (const socket of unused()) socket.destroy();
  }, lookMs);
  await new Promise<void>((resolve) => {
    Server.prototype.close.call(server, () => resolve());
  });
  clearInterval(looking);
}
