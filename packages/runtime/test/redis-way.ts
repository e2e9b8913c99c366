import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A way to the tests' Redis that can be cut, left open without answers, and opened again on the same port. */
export class RedisWay {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  #muted = false;

  static async open(): Promise<RedisWay> {
    const way = new RedisWay();
    await way.mend();
    return way;
  }

  get url(): string {
    const url = new URL(process.env['TEST_REDIS_URL'] ?? '');
    url.host = `127.0.0.1:${this.#port}`;
    return url.href;
  }

  /** Connections that stand now. */
  get connections(): number {
    return this.#sockets.size;
  }

  async mend(): Promise<void> {
    this.#muted = false;
    const server = createServer((socket) => this.#forward(socket));
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
    this.#server = server;
  }

  /** Takes commands and gives no answers from now on. */
  mute(): void {
    this.#muted = true;
  }

  /** Cuts every connection; new ones are still taken. */
  cutOnce(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Cuts every connection and refuses new ones. */
  async cut(): Promise<void> {
    if (this.#server?.listening !== true) return;
    this.#server.close();
    this.cutOnce();
    await once(this.#server, 'close');
  }

  #forward(socket: Socket): void {
    const target = new URL(process.env['TEST_REDIS_URL'] ?? '');
    const redis = connect(Number(target.port || 6_379), target.hostname);
    this.#sockets.add(socket);
    socket.on('data', (bytes) => redis.write(bytes));
    redis.on('data', (bytes) => {
      if (!this.#muted) socket.write(bytes);
    });
    for (const [one, other] of [
      [socket, redis],
      [redis, socket],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => {
        other.destroy();
        this.#sockets.delete(socket);
      });
    }
  }
}
