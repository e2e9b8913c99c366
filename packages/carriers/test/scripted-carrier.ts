import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCarrierLookup } from '../src/lookup.ts';

/** A request as it arrived at the carrier's place. */
export type Received = {
  method: string;
  path: string;
  authorization: string;
  contentType: string;
  form: [string, string][];
};
type Answer = (response: ServerResponse, received: Received) => void;

export const credentials = {
  id: 'account-1',
  accountSid: `AC${'a'.repeat(32)}`,
  authToken: 'secret',
  real: false,
};
export const createPath = `/2010-04-01/Accounts/${credentials.accountSid}/Messages.json`;
export const text = {
  from: '+15005550006',
  to: '+14155550123',
  body: 'Hello',
  statusCallback: 'https://sms.test/webhooks/status',
  validitySeconds: 3_600,
};

/** Answers JSON. */
export const json =
  (status: number, body: unknown): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/** The answer to a text that the carrier takes. */
export const accepted = json(201, { sid: `SM${'1'.repeat(32)}`, status: 'queued', num_segments: '2' });

/** The other end of the wire: it answers as told and keeps what it got. */
export async function scriptedCarrier(answer: Answer) {
  const received: Received[] = [];
  const open = { now: 0, most: 0 };
  const server = createServer((request, response) => {
    void read(request).then((one) => {
      received.push(one);
      answer(response, one);
    });
  });
  server.on('connection', (socket) => {
    open.now += 1;
    open.most = Math.max(open.most, open.now);
    socket.once('close', () => (open.now -= 1));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${portOf(server.address())}`;
  const hangUp = async () => {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url, received, open, hangUp };
}

/** The client under test, led to this address. */
export function clientOf(baseUrl: string, options: { connections?: number; requestTimeoutMs?: number } = {}) {
  const { lookup, cut, close } = createCarrierLookup({
    baseUrl,
    connections: options.connections ?? 4,
    requestTimeoutMs: options.requestTimeoutMs ?? 5_000,
  });
  return { carrier: lookup(credentials), lookup, cut, close };
}

async function read(request: IncomingMessage): Promise<Received> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    authorization: request.headers.authorization ?? '',
    contentType: request.headers['content-type'] ?? '',
    form: [...new URLSearchParams(body)],
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not bound to a TCP port');
  return address.port;
}
