import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createContext, type Services } from '@sms-crm/domain/context/context';
import { DomainError } from '@sms-crm/domain/context/errors';
import { createTestServices, newTenant, testUser, type TestServices } from '@sms-crm/domain/testing/kit';
import { addStreams, openStream } from '../src/plugins/sse.ts';
import { sendProblem } from '../src/plugins/problem.ts';

/** A live source by hand, and a thing whose state streams show. */
let source: { connected: boolean; ring: () => void; listeners: number; subscribe: () => () => void };
let shown: { n: number; final: boolean; reads: number };
let signedIn: boolean;
let services: TestServices;
let app: FastifyInstance;
let url: string;

beforeEach(async () => {
  const listeners = new Set<(position: string) => void>();
  source = {
    connected: true,
    ring: () => listeners.forEach((listener) => listener('5-0')),
    get listeners() {
      return listeners.size;
    },
    subscribe: (...[, , listener]: [string?, string?, ((position: string) => void)?]) => {
      if (listener !== undefined) listeners.add(listener);
      return () => {
        if (listener !== undefined) listeners.delete(listener);
      };
    },
  };
  shown = { n: 1, final: false, reads: 0 };
  signedIn = true;
  services = await createTestServices();
  app = await appWithStream(services);
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  app.server.closeAllConnections();
  await app.close();
  await services.close();
});

async function appWithStream(services: Services): Promise<FastifyInstance> {
  const { tenantId } = await newTenant(services);
  const actor = testUser();
  const context = async () => {
    if (!signedIn) throw new DomainError('not_signed_in', { detail: 'Sign in.' });
    return createContext(services, { tenantId, actor, requestId: 'test' });
  };
  const made = fastify();
  made.setErrorHandler(sendProblem);
  made.decorateRequest('ctx');
  made.addHook('onRequest', async (request) => {
    request.ctx = await context();
  });
  addStreams(made, { source, authenticate: context, times: { gapMs: 20, heartbeatMs: 200, pollMs: 30 } });
  made.get('/events', (request, reply) =>
    openStream(request, reply, {
      topic: 'thing',
      event: 'thing',
      read: async () => {
        shown.reads += 1;
        return { n: shown.n };
      },
      isFinal: () => shown.final,
    }),
  );
  return made;
}

/** Opens the stream and collects what comes. */
function open(): { text: () => string; status: Promise<number>; ended: Promise<void>; stop: () => void } {
  const abort = new AbortController();
  let text = '';
  const response = fetch(`${url}/events`, { signal: abort.signal, headers: { 'last-event-id': '1-0' } });
  const ended = response.then(async ({ body }) => {
    if (body === null) return;
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) text += chunk;
  });
  return {
    text: () => text,
    status: response.then(({ status }) => status),
    ended: ended.catch(() => undefined),
    stop: () => abort.abort(),
  };
}

test('the whole state comes at once and after each change, and after the final one the end', async () => {
  const stream = open();
  await vi.waitFor(() => expect(stream.text()).toContain('event: thing\ndata: {"n":1}'));
  expect(stream.text()).toMatch(/^retry: 2000\n\nid: \d+-\d+\n/);
  shown.n = 2;
  source.ring();
  await vi.waitFor(() => expect(stream.text()).toContain('id: 5-0\nevent: thing\ndata: {"n":2}'));
  Object.assign(shown, { n: 3, final: true });
  source.ring();
  await stream.ended;
  expect(stream.text()).toMatch(/data: \{"n":3\}\n\nid: 5-0\nevent: end\ndata: \{\}\n\n$/);
  await vi.waitFor(() => expect([source.listeners, app.streams.size]).toEqual([0, 0]));
});

test('a storm of signals is one read, and heartbeats keep a quiet stream open', async () => {
  const stream = open();
  await vi.waitFor(() => expect(stream.text()).toContain('{"n":1}'));
  const before = shown.reads;
  for (let n = 0; n < 1_000; n += 1) source.ring();
  await vi.waitFor(() => expect(stream.text()).toMatch(/(: heartbeat\n\n){2}/));
  expect(shown.reads - before).toBeLessThan(20);
  stream.stop();
  await vi.waitFor(() => expect(app.streams.size).toBe(0));
});

test('while signals are away, changes are still shown', async () => {
  source.connected = false;
  const stream = open();
  await vi.waitFor(() => expect(stream.text()).toContain('{"n":1}'));
  shown.n = 7;
  await vi.waitFor(() => expect(stream.text()).toContain('{"n":7}'));
  stream.stop();
});

test('a stream ends with its session, and with the process', async () => {
  const first = open();
  await vi.waitFor(() => expect(first.text()).toContain('{"n":1}'));
  signedIn = false;
  await first.ended;
  signedIn = true;
  const second = open();
  await vi.waitFor(() => expect(second.text()).toContain('{"n":1}'));
  await Promise.all([second.ended, app.close()]);
  expect(app.streams.size).toBe(0);
});

test('one actor has at most 20 streams', async () => {
  const streams = Array.from({ length: 20 }, open);
  expect(new Set(await Promise.all(streams.map(({ status }) => status)))).toEqual(new Set([200]));
  expect(await open().status).toBe(429);
  for (const stream of streams) stream.stop();
  await vi.waitFor(() => expect(app.streams.size).toBe(0));
  const again = open();
  expect(await again.status).toBe(200);
  again.stop();
});

test('the first read fails as an ordinary answer', async () => {
  signedIn = false;
  expect(await open().status).toBe(401);
});
