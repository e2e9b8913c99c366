// Taps short links over plain sockets, one request at a time on each, as many browsers do.
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerOrders } from '../kit/side.ts';
import { tapRequests } from '../kit/tap-requests.ts';
import { redirectLoadOrder, type RedirectLoadOrder, type RedirectLoadResult } from './redirect-load-order.ts';

/** How often is noted how many taps were taken, and how often due ones are looked for when there is a rate, ms. */
const noteMs = 20;
const tickMs = 1;

/** A redirect's first bytes, and the end of its head; it has no body. */
const [answered, headEnd] = ['HTTP/1.1 302', Buffer.from('\r\n\r\n')];

answerOrders(redirectLoadOrder, (order) => new Load(order).run());

class Load {
  readonly #order: RedirectLoadOrder;
  readonly #requests: string[];
  readonly #latencies: number[] = [];
  readonly #progress: [number, number][] = [];
  #idle: Socket[] = [];
  #sent = 0;
  #taken = 0;
  #failed = 0;
  #due: (sent: number) => number | null = () => 0;

  constructor(order: RedirectLoadOrder) {
    this.#order = order;
    this.#requests = tapRequests(order.links);
  }

  async run(): Promise<RedirectLoadResult> {
    const { port, connections, seconds, perSecond, pick } = this.#order;
    this.#idle = await Promise.all(Array.from({ length: connections }, () => this.#open(port)));
    const sockets = [...this.#idle];
    const startedAt = performance.now();
    const endsAt = startedAt + seconds * 1_000;
    const most = pick === 'each' ? this.#requests.length : Number.POSITIVE_INFINITY;
    this.#due = (sent) => {
      const at = perSecond === null ? performance.now() : startedAt + (sent / perSecond) * 1_000;
      return sent >= most || at >= endsAt ? null : at;
    };
    const notes = setInterval(() => this.#progress.push([Date.now(), this.#taken]), noteMs);
    const ticks = setInterval(() => this.#sendDue(), tickMs);
    this.#sendDue();
    while (this.#due(this.#sent) !== null || this.#idle.length < connections) await sleep(tickMs);
    const took = (performance.now() - startedAt) / 1_000;
    clearInterval(notes);
    clearInterval(ticks);
    for (const socket of sockets) socket.destroy();
    this.#progress.push([Date.now(), this.#taken]);
    const sorted = Float64Array.from(this.#latencies).toSorted();
    const share = (part: number) => sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
    return {
      taken: this.#taken,
      failed: this.#failed,
      seconds: took,
      p50: share(0.5),
      p99: share(0.99),
      progress: this.#progress,
    };
  }

  #open(port: number): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      socket.once('error', reject).once('connect', () => resolve(socket));
    });
  }

  /** Sends what is due on the connections that are free. */
  #sendDue(): void {
    for (let at = this.#due(this.#sent); at !== null && at <= performance.now(); at = this.#due(this.#sent)) {
      const socket = this.#idle.pop();
      if (socket === undefined) return;
      this.#send(socket, at);
    }
  }

  #send(socket: Socket, dueAt: number): void {
    const { pick } = this.#order;
    const at = pick === 'each' ? this.#sent : Math.floor(Math.random() * this.#requests.length);
    this.#sent += 1;
    let head: Buffer | undefined;
    const read = (chunk: Buffer) => {
      head = head === undefined ? chunk : Buffer.concat([head, chunk]);
      if (!head.includes(headEnd)) return;
      socket.off('data', read);
      if (head.toString('latin1', 0, answered.length) === answered) this.#taken += 1;
      else this.#failed += 1;
      this.#latencies.push(performance.now() - dueAt);
      this.#idle.push(socket);
      this.#sendDue();
    };
    socket.on('data', read);
    socket.write(this.#requests[at] ?? '', 'latin1');
  }
}
