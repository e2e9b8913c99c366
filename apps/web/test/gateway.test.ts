import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { forward } from '../src/gateway/forward.ts';

const servers: http.Server[] = [];

async function upstream(handle: http.RequestListener): Promise<string> {
  const server = http.createServer(handle).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${portOf(server)}`;
}

/** The port of a server that listens on TCP. */
function portOf(server: http.Server): number {
  return (server.address() as AddressInfo).port;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const megabyte = 1024 * 1024;
const webOrigin = 'https://crm.example.com';
const ask = (path: string, init: RequestInit & { duplex?: 'half' } = {}) =>
  new Request(`http://web.local${path}`, init);

describe('the gateway', () => {
  test('strips /api and keeps method, query, cookie and body', async () => {
    const apiUrl = await upstream((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method, url, headers } = request;
        response.end(
          JSON.stringify({ method, url, cookie: headers.cookie, body: Buffer.concat(chunks).toString() }),
        );
      });
    });
    const request = ask('/api/v1/contacts?q=a%20b', {
      method: 'POST',
      body: '{"a":1}',
      headers: { cookie: 's=1' },
    });
    const answer = await forward(request, { apiUrl, webOrigin });
    expect(await answer.json()).toEqual({
      method: 'POST',
      url: '/v1/contacts?q=a%20b',
      cookie: 's=1',
      body: '{"a":1}',
    });
  });

  test('replaces what a browser claims about forwarding and drops hop-by-hop headers', async () => {
    const apiUrl = await upstream((request, response) => response.end(JSON.stringify(request.headers)));
    const headers = {
      'x-forwarded-for': '6.6.6.6, 10.0.0.7',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-port': '1',
      forwarded: 'for=6.6.6.6',
      'proxy-authorization': 'secret',
    };
    const answer = await forward(ask('/api/v1/session', { headers }), { apiUrl, webOrigin });
    const seen: unknown = await answer.json();
    expect(seen).toMatchObject({
      'x-forwarded-for': '10.0.0.7',
      'x-forwarded-host': 'crm.example.com',
      'x-forwarded-proto': 'https',
    });
    expect(seen).not.toHaveProperty('x-forwarded-port');
    expect(seen).not.toHaveProperty('forwarded');
    expect(seen).not.toHaveProperty('proxy-authorization');
  });

  test('names every request to the API and the browser alike: by its own id if that is harmless, else by a new one', async () => {
    const apiUrl = await upstream((request, response) =>
      response.end(String(request.headers['x-request-id'])),
    );
    const idOf = async (headers: Record<string, string>) => {
      const answer = await forward(ask('/api/v1/session', { headers }), { apiUrl, webOrigin });
      const seen = await answer.text();
      expect(answer.headers.get('x-request-id')).toBe(seen);
      return seen;
    };
    expect(await idOf({ 'x-request-id': 'browser-0001' })).toBe('browser-0001');
    const made = [await idOf({}), await idOf({}), await idOf({ 'x-request-id': 'short' })];
    for (const id of made) expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(made).size).toBe(3);
    const gone = await upstream((request) => request.socket.destroy());
    const refused = await forward(ask('/api/v1/session', { headers: { 'x-request-id': 'browser-0002' } }), {
      apiUrl: gone,
      webOrigin,
    });
    expect(await refused.json()).toMatchObject({ status: 502, requestId: 'browser-0002' });
  });

  test.each(['/api/metrics', '/api/', '/api/v1x/contacts', '/api/%76%31/contacts'])(
    'answers 404 to %s without asking the API',
    async (path) => {
      let asked = 0;
      const apiUrl = await upstream((_request, response) => {
        asked += 1;
        response.end();
      });
      const answer = await forward(ask(path), { apiUrl, webOrigin });
      expect(answer.status).toBe(404);
      expect(asked).toBe(0);
    },
  );

  test('hands redirects and every cookie to the browser', async () => {
    const apiUrl = await upstream((_request, response) => {
      response.writeHead(302, { location: '/contacts', 'set-cookie': ['a=1; Path=/', 'b=2; Path=/'] });
      response.end();
    });
    const answer = await forward(ask('/api/auth/magic-link/verify?token=x'), { apiUrl, webOrigin });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('/contacts');
    expect(answer.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/']);
  });

  test('streams events while the answer is still open', async () => {
    const { promise: opened, resolve: open } = Promise.withResolvers<http.ServerResponse>();
    const apiUrl = await upstream((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-transform' });
      response.write('event: import\n\n');
      open(response);
    });
    const answer = await forward(ask('/api/v1/imports/1/events'), { apiUrl, webOrigin });
    const reader = answer.body?.getReader();
    const decoder = new TextDecoder();
    expect(decoder.decode((await reader?.read())?.value)).toContain('event: import');
    (await opened).write('event: end\n\n');
    expect(decoder.decode((await reader?.read())?.value)).toContain('event: end');
    await reader?.cancel();
  });

  test('streams an upload before its last byte has come', async () => {
    const { promise: firstChunk, resolve } = Promise.withResolvers<string>();
    const apiUrl = await upstream((request, response) => {
      request.once('data', (chunk: Buffer) => resolve(chunk.toString()));
      request.on('end', () => response.writeHead(201).end('{}'));
    });
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const request = ask('/api/v1/imports', { method: 'POST', body: readable, duplex: 'half' });
    const answer = forward(request, { apiUrl, webOrigin });
    await writer.write(new TextEncoder().encode('first'));
    expect(await firstChunk).toBe('first');
    await writer.close();
    expect((await answer).status).toBe(201);
  });

  test('keeps nothing of an upload in memory', async () => {
    const apiUrl = await upstream((request, response) => {
      request.resume();
      request.on('end', () => response.end('{}'));
    });
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    let left = 300;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        left -= 1;
        if (left < 0) controller.close();
        else controller.enqueue(new Uint8Array(megabyte));
      },
    });
    const request = ask('/api/v1/imports', { method: 'POST', body, duplex: 'half' });
    expect((await forward(request, { apiUrl, webOrigin })).status).toBe(200);
    expect(most).toBeLessThan(150 * megabyte);
  });

  test('ends the request at the API when the browser goes away', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<boolean>();
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    const apiUrl = await upstream((request) => {
      arrive();
      request.on('close', () => resolve(true));
    });
    const browser = new AbortController();
    const answer = forward(ask('/api/v1/session', { signal: browser.signal }), { apiUrl, webOrigin });
    await arrived;
    browser.abort();
    expect(await closed).toBe(true);
    await answer;
  });

  test('says in problem+json that the API does not answer', async () => {
    const apiUrl = await upstream((request) => request.socket.destroy());
    const answer = await forward(ask('/api/v1/session'), { apiUrl, webOrigin });
    expect(answer.status).toBe(502);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'unavailable', status: 502 });
  });
});
