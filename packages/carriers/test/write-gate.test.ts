import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { accepted, clientOf, scriptedCarrier, text } from './scripted-carrier.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** A carrier with one connection, which a first text keeps until it is let go. */
async function busyCarrier() {
  const waiting: (() => void)[] = [];
  const other = await scriptedCarrier((response, one) => waiting.push(() => accepted(response, one)));
  const client = clientOf(other.url, { connections: 1 });
  closers.push(client.close, other.hangUp);
  const first = client.carrier.send(text);
  await expect.poll(() => waiting.length).toBe(1);
  return { ...other, ...client, first, waiting };
}

test('a text that is stopped while it waits for a connection is not written, and the connection stays', async () => {
  const { carrier, received, open, first, waiting } = await busyCarrier();
  const asked: boolean[] = [];
  let killed = false;
  const late = carrier.send({ ...text, to: '+14155550199' }, () => {
    asked.push(!killed);
    return !killed;
  });
  killed = true;
  expect(asked).toEqual([]);
  waiting.shift()?.();
  expect(await first).toMatchObject({ type: 'accepted' });
  expect(await late).toEqual({
    type: 'not-sent',
    detail: expect.stringContaining('held back'),
    retryAfterMs: 1_000,
  });
  expect(asked).toEqual([false]);
  const next = carrier.send(text, () => true);
  await expect.poll(() => waiting.length).toBe(1);
  waiting.shift()?.();
  expect(await next).toMatchObject({ type: 'accepted' });
  expect(received.map(({ form }) => new Map(form).get('To'))).toEqual([text.to, text.to]);
  expect(open.most).toBe(1);
});

test('each text asks its own question', async () => {
  const other = await scriptedCarrier(accepted);
  const client = clientOf(other.url, { connections: 3 });
  closers.push(client.close, other.hangUp);
  const outcomes = await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      client.carrier.send({ ...text, body: String(n) }, () => n % 3 !== 0),
    ),
  );
  expect(outcomes.map(({ type }) => type)).toEqual(
    outcomes.map((_, n) => (n % 3 === 0 ? 'not-sent' : 'accepted')),
  );
  const bodies = other.received.map(({ form }) => Number(new Map(form).get('Body')));
  expect(bodies.toSorted((a, b) => a - b)).toEqual(outcomes.flatMap((_, n) => (n % 3 === 0 ? [] : [n])));
});

/** Where a TLS connection never comes to stand. */
async function wireWithoutEnd(onData: (socket: Socket) => void): Promise<{ url: string; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.once('data', () => onData(socket));
    socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return { url: `https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, sockets };
}

test.each([
  ['breaks', (socket: Socket) => socket.resetAndDestroy()],
  ['stays silent', () => undefined],
])('a connection that %s before it stands took nothing', async (_name, onData) => {
  const { url, sockets } = await wireWithoutEnd(onData);
  const client = clientOf(url, { requestTimeoutMs: 300 });
  closers.push(client.close);
  let isAsked = false;
  const outcome = await client.carrier.send(text, () => (isAsked = true));
  expect(outcome).toMatchObject({ type: 'not-sent', detail: expect.stringContaining('Nothing was sent') });
  expect(isAsked).toBe(false);
  expect(sockets.length).toBe(1);
});
