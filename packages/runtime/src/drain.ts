import type { Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** How long new connections are still taken while `/ready` says 503 already, so that load balancers send them elsewhere; ms. */
const usualAcceptMs = 300;

/** Turns of the event loop without a new connection that show nobody is waiting, and the longest look for them, ms. */
const quietTurns = 2;
const mostWaitMs = 500;

/** From the close of the listener: how long a connection without a request may still bring one that was on its way, ms. */
const graceMs = 700;

/** From the end's beginning: longest wait for requests in flight, uploads among them, ms; a process has 10 s to end. */
const inFlightMs = 8_000;

/** Pause between two looks for connections that nothing runs on, ms. */
const lookMs = 25;

export type DrainOptions = {
  /** 300 when absent. */
  acceptMs?: number | undefined;
  /** Called once no more connections are taken, e.g. to end answers that are endless. */
  onStopped?: () => void;
};

/**
 * Prepares an HTTP server for an end without failed requests: Node's own `close` cuts idle connections at once, also those on
 * which a request is already travelling, and resets those not yet taken. Call it before the server listens.
 *
 * @returns goes on as ever for `acceptMs`, then stops accepting; answers what comes after that on open connections with
 *   `connection: close`, and resolves when all connections are gone, 8 s after the call at the latest
 */
export function prepareDrain(server: Server, options: DrainOptions = {}): () => Promise<void> {
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
    if (!server.listening) return;
    const startedAt = performance.now();
    await sleep(options.acceptMs ?? usualAcceptMs);
    await acceptWaiting(server);
    const closed = closeListener(server);
    // Not before: who must open a new connection would meet the close of the listener, which resets those not yet taken.
    draining = true;
    options.onStopped?.();
    const closedAt = performance.now();
    const looking = setInterval(() => {
      const now = performance.now();
      if (now - startedAt > inFlightMs) server.closeAllConnections();
      else if (now - closedAt > graceMs) for (const socket of unused) socket.destroy();
    }, lookMs);
    await closed;
    clearInterval(looking);
  };
}

/** Takes the connections that wait: one is taken each turn, and those still waiting at the close would be reset. */
async function acceptWaiting(server: Server): Promise<void> {
  const startedAt = performance.now();
  let quiet = 0;
  const onConnection = () => {
    quiet = 0;
  };
  server.on('connection', onConnection);
  while (quiet < quietTurns && performance.now() - startedAt < mostWaitMs) {
    quiet += 1;
    await nextTurn();
  }
  server.off('connection', onConnection);
}

/** The close of `net.Server`, which leaves open connections alone. */
function closeListener(server: Server): Promise<void> {
  return new Promise((resolve) => {
    NetServer.prototype.close.call(server, () => resolve());
  });
}
