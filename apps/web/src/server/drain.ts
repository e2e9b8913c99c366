import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { isEventStream } from './metrics.ts';

/** Turns of the event loop without a new connection that show nobody is waiting, and the longest look for them, ms. */
const quietTurns = 2;
const mostWaitMs = 500;

/** From the close of the listener: how long a connection without a request may still bring one that was on its way, ms. */
const graceMs = 700;

/** From the end's beginning: longest wait for answers under way, ms; a process has 10 s to end. */
const inFlightMs = 8_000;

/** Pause between two looks for connections that nothing runs on, ms. */
const lookMs = 25;

/** The connections of a server that carry no request, and the answers that are under way on the others. */
class Connections {
  readonly unused = new Set<Socket>();
  readonly answers = new Set<ServerResponse>();
  closing = false;

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.unused.add(socket);
      socket.once('close', () => this.unused.delete(socket));
    });
    server.prependListener('request', ({ socket }, response) => {
      this.unused.delete(socket);
      this.answers.add(response);
      if (this.closing) response.setHeader('connection', 'close');
      response.once('close', () => {
        this.answers.delete(response);
        if (!socket.destroyed) this.unused.add(socket);
      });
    });
  }

  /** Ends live streams, and has what is not answered yet and what still comes answered with `connection: close`. */
  close(): void {
    this.closing = true;
    for (const response of this.answers) {
      if (isEventStream(response)) response.end();
      else if (!response.headersSent) response.setHeader('connection', 'close');
    }
  }
}

/**
 * Prepares the server for an end without failed requests: Node's own `close` cuts idle connections at once, also those on
 * which a request is already travelling, and resets those not yet taken. Call it before the server listens.
 *
 * @param acceptMs how long new connections are still taken
 * @returns goes on as ever for `acceptMs`, then stops accepting and resolves when all connections are gone, 8 s after the call at
 *   the latest
 */
export function prepareDrain(server: Server, acceptMs: number): () => Promise<void> {
  const connections = new Connections(server);
  return async () => {
    const startedAt = performance.now();
    await sleep(acceptMs);
    await acceptWaiting(server);
    const closed = closeListener(server);
    // Not before: who must open a new connection would meet the close of the listener, which resets those not yet taken.
    connections.close();
    const closedAt = performance.now();
    const looking = setInterval(() => {
      const now = performance.now();
      if (now - startedAt > inFlightMs) server.closeAllConnections();
      else if (now - closedAt > graceMs) for (const socket of connections.unused) socket.destroy();
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
